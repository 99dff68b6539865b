import { afterEach, describe, expect, it } from 'vitest'
import { handbookModel, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel, promptText } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const question = 'What is the largest discount of the lantern shop?'
const history = [
  { role: 'user', text: 'Does the lantern shop give any discount?' },
  { role: 'assistant', text: 'It does; the spool of rebates says which.' },
] as const

let opened: Reverie[] = []
afterEach(async () => {
  await Promise.all(opened.map((reverie) => reverie.close()))
  opened = []
})

async function prepared(options: ReverieOptions = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const reverie = await openReverie({ folder: null, database: ':memory:', embedder: { name, model, dimensions }, ...options })
  opened.push(reverie)
  await reverie.put({ id: 'discounts.md', text: '# Discounts\n\nThe largest discount of the lantern shop is 15 percent.\n' })
  await reverie.ask({ question })
  await reverie.sleep()
  return reverie
}

function rewriting(to: string | null) {
  return createScriptedModel((options) => {
    const call = modelCall(options)
    return { text: call.format === 'rewriting' ? JSON.stringify({ meant: 'the shop', question: to }) : handbookModel(call) }
  })
}

const named = (model: ReturnType<typeof rewriting>) => ({ model: { name: 'scripted/one', model, price: null } })

describe('a question that leans on its conversation', () => {
  it('is never matched on its own words, though they were asked before', async () => {
    const reverie = await prepared()
    const leaning = 'What is the largest one?'
    await reverie.ask({ question: leaning })
    await reverie.sleep()
    const answer = await reverie.ask({ question: leaning, history })
    expect(answer).toMatchObject({ standAlone: null, decision: { reason: 'leans-on-conversation', entry: null } })
    expect(['live', 'none']).toContain(answer.served)
  })

  it('is matched as what a model rewrote it to, and says so', async () => {
    const model = rewriting(question)
    const reverie = await prepared(named(model))
    const answer = await reverie.ask({ question: 'What is the largest?', history })
    expect(answer).toMatchObject({ question: 'What is the largest?', standAlone: question, served: 'hit', decision: { reason: 'exact' } })
    expect(answer.spend.inputTokens).toBeGreaterThan(0)
    expect(await reverie.questions.list({ match: 'What is the largest?' })).toEqual([])
    expect((await reverie.why(answer.id)).kind).toBe('ask')
  })

  it.each([
    null,
    'What is the largest discount of the admin?',
    'What is the largest one?',
  ])('goes live where the rewriting is %j', async (to) => {
    const reverie = await prepared(named(rewriting(to)))
    const answer = await reverie.ask({ question: 'What is the largest?', history })
    expect(answer).toMatchObject({ standAlone: null, decision: { reason: 'leans-on-conversation', entry: null } })
  })

  it('shows no model an earlier answer where some documents are local only', async () => {
    const model = rewriting(question)
    const reverie = await prepared({ ...named(model), localOnly: ['private/'] })
    await reverie.ask({ question: 'What is the largest?', history })
    expect(model.calls.length).toBeGreaterThan(0)
    for (const call of model.calls) expect(promptText(call)).not.toContain('spool of rebates')
  })

  it('is neither matched nor prepared where it was cut from a conversation that did not come with it', async () => {
    const reverie = await prepared()
    const answer = await reverie.ask({ question: 'And what about the second one?' })
    expect(answer.decision.reason).toBe('leans-on-conversation')
    await reverie.status()
    expect(await reverie.questions.list({ match: 'second one' })).toEqual([])
  })
})
