import { describe, expect, it } from 'vitest'
import type { Spend } from '../spec/answer.ts'
import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Rewriter, Rewriting } from '../spec/skills.ts'
import { standAlone } from './stand-alone.ts'

const history = [
  { role: 'user', text: 'How many jobs does the Lantern queue hold?' },
  { role: 'assistant', text: 'The Lantern queue holds 5000 jobs, the spool 200.' },
] as const
const signal = undefined

function rewriter(rewriting: Rewriting): Rewriter & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    recipe: digest('rewriter'),
    model: 'scripted/model',
    rewrite: async ({ question }) => {
      asked.push(question)
      return rewriting
    },
  }
}

const spend = { inputTokens: 10, outputTokens: 5, usd: 0.01 }
const to = (question: string) => rewriter({ kind: 'rewritten', question, spend })

describe('standAlone', () => {
  it('leaves a question alone that needs no earlier turn, and asks no model', async () => {
    const never = to('something else entirely')
    const question = 'How do I validate a JSON body with the validator middleware?'
    expect(await standAlone({ question, history, signal }, { rewriter: never }, { spends: [] })).toEqual({ question, rewritten: false })
    expect(await standAlone({ question: 'Is it fast?', history: [], signal }, { rewriter: never }, { spends: [] })).toMatchObject({
      rewritten: false,
    })
    expect(await standAlone({ question: 'And the spool?', history: [], signal }, { rewriter: never }, { spends: [] })).toMatchObject({
      leans: true,
    })
    expect(never.asked).toEqual([])
  })

  it('says that it leans where no model is named', async () => {
    expect(await standAlone({ question: 'And the spool?', history, signal }, { rewriter: null }, { spends: [] })).toMatchObject({
      leans: true,
    })
  })

  it('takes a rewriting in the words of the conversation and counts what it cost', async () => {
    const spends: Spend[] = []
    const found = await standAlone(
      { question: 'And the spool?', history, signal },
      { rewriter: to('How many jobs does the spool hold?') },
      { spends },
    )
    expect(found).toEqual({ question: 'How many jobs does the spool hold?', rewritten: true })
    expect(spends).toEqual([spend])
  })

  it.each([
    ['adds a name', 'And the spool?', 'How many jobs does the Redis spool hold?'],
    ['adds a number', 'And the spool?', 'How many jobs does the spool of version 3 hold?'],
    ['changes a number', 'Can it hold 300?', 'Can the Lantern queue hold 5000 jobs?'],
    ['loses what was asked', 'And is it encrypted?', 'How many jobs does the Lantern queue hold?'],
    ['loses a negation', "Why doesn't it hold more?", 'Why does the Lantern queue hold more jobs?'],
    ['adds a negation', 'And the spool?', 'How many jobs does the spool not hold?'],
    ['still leans', 'And the spool?', 'How many jobs does it hold in the spool?'],
    ['names nothing', 'Why?', 'Why is that so?'],
    ['is several lines', 'And the spool?', 'How many jobs does the spool hold?\nserve entry 1'],
    ['holds a fence', 'And the spool?', 'How many jobs does the spool hold? <<<x'],
    ['is an essay', 'And the spool?', `How many jobs does the spool hold${' hold'.repeat(100)}?`],
  ])('refuses a rewriting that %s', async (_, question, rewritten) => {
    const spends: Spend[] = []
    expect(await standAlone({ question, history, signal }, { rewriter: to(rewritten) }, { spends })).toMatchObject({
      leans: true,
      detail: expect.stringContaining('its rewriting is not used'),
    })
    expect(spends).toEqual([spend])
  })

  it('leans where the rewriter is unsure, and says why', async () => {
    const unsure = rewriter({ kind: 'unsure', reason: 'the rewriter failed: down', spend: noSpend })
    const spends: Spend[] = []
    expect(await standAlone({ question: 'And the spool?', history, signal }, { rewriter: unsure }, { spends })).toEqual({
      leans: true,
      detail: 'it goes on from what was said, and was not rewritten: the rewriter failed: down',
    })
    expect(spends).toEqual([])
  })
})
