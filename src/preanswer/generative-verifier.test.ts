import { describe, expect, it } from 'vitest'
import { keyedFences } from '../ledger/fence.ts'
import { localOnlyPaths } from '../ledger/local-only.ts'
import type { AnswerBody } from '../spec/answer.ts'
import { digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Verifier } from '../spec/skills.ts'
import { meteredScript } from '../testing/metered-script.ts'
import { type ModelScript, promptText } from '../testing/scripted-model.ts'
import { sampleEvidence, samplePassage, sampleScope } from '../testing/skill-samples.ts'
import { createGenerativeVerifier } from './generative-verifier.ts'

const byFloor = async () => ({ kind: 'unsure' as const, reason: 'by the floor', spend: noSpend })
const local: Verifier = { recipe: digest('local'), model: null, judgeAnswer: byFloor, judgeMatch: byFloor }

function verifier(script: ModelScript) {
  const model = meteredScript(script)
  const pathOf = (passage: string) => (passage === 'a' ? 'docs/run.md' : null)
  const spend = { scope: sampleScope, cause: 'a', side: 'sleep' } as const
  return {
    model,
    skill: createGenerativeVerifier({
      model,
      spend,
      fences: keyedFences('secret'),
      local,
      isLocal: localOnlyPaths(['private/**']),
      pathOf,
    }),
  }
}

const passage = samplePassage('a', 'The port is 3000. Set PORT to change it.')
const evidence = sampleEvidence('docs/run.md', [passage])
const quotes = evidence.map((unit) => ({ passage: unit.passage, version: unit.version, start: unit.start, end: unit.end, text: unit.text }))
const body: AnswerBody = { shape: 'prose', text: 'The port is 3000 [1]. PORT changes it [2].', quotes, notes: [] }
const input = { question: 'Which port?', body, evidence }
const verdicts = (one: string, two: string, answers = 'yes') => ({
  text: JSON.stringify({
    sentences: [
      { number: 1, verdict: one, reason: 'r1' },
      { number: 2, verdict: two, reason: 'r2' },
    ],
    answers,
  }),
})

describe('judgeAnswer', () => {
  it.each([
    ['supported', 'supported', 'yes', 'supported'],
    ['supported', 'unsure', 'yes', 'unsure'],
    ['unsure', 'unsupported', 'yes', 'unsupported'],
    ['supported', 'supported', 'no', 'unsupported'],
    ['supported', 'supported', 'unsure', 'unsure'],
  ])('%s and %s, answers: %s, is %s', async (one, two, answers, kind) => {
    expect(await verifier([verdicts(one, two, answers)]).skill.judgeAnswer(input)).toMatchObject({ kind, spend: { usd: 0.01 } })
  })

  it('judges each sentence against its own citation', async () => {
    const { skill, model } = verifier([verdicts('supported', 'supported')])
    await skill.judgeAnswer(input)
    const prompt = promptText(model.model.calls[0] ?? { prompt: [] })
    expect(prompt).toMatch(/sentence 2\nPORT changes it\.[\s\S]*cited by sentence 2\nSet PORT to change it\./)
    expect(model.contexts[0]?.purpose).toBe('verify')
  })

  it('is unsure where a sentence got no verdict', async () => {
    const text = JSON.stringify({ sentences: [{ number: 1, verdict: 'supported', reason: '' }], answers: 'yes' })
    expect(await verifier([{ text }]).skill.judgeAnswer(input)).toMatchObject({ kind: 'unsure', reason: 'sentence 2 is not decided' })
  })

  it('needs no model to see a sentence without citation or a quote that is not the source', async () => {
    const { skill, model } = verifier([])
    const judge = (changed: Partial<AnswerBody>) => skill.judgeAnswer({ ...input, body: { ...body, ...changed } })
    expect(await judge({ text: 'The port is 3000 [1]. It is fast.' })).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('It is fast.'),
    })
    expect(await judge({ text: 'The port is 3000 [9].' })).toMatchObject({ kind: 'unsupported' })
    expect(await judge({ quotes: quotes.map((quote) => ({ ...quote, text: 'The port is 4000.' })) })).toMatchObject({ kind: 'unsupported' })
    expect(await judge({ quotes: [] })).toMatchObject({ kind: 'unsupported' })
    expect(model.model.calls).toHaveLength(0)
  })

  it('judges a quotation as one statement', async () => {
    const text = JSON.stringify({ sentences: [{ number: 1, verdict: 'supported', reason: '' }], answers: 'yes' })
    const quotation: AnswerBody = { ...body, shape: 'several', text: quotes.map((quote) => quote.text).join('\n\n') }
    expect((await verifier([{ text }]).skill.judgeAnswer({ ...input, body: quotation })).kind).toBe('supported')
  })

  it('fails closed, but lets a stop and an empty budget through', async () => {
    const failing = (error: Error) => verifier([{ error }]).skill.judgeAnswer(input)
    expect(await failing(new Error('down'))).toMatchObject({ kind: 'unsure', reason: expect.stringContaining('down') })
    expect(await failing(new ReverieError('model-failed', 'no answer in time'))).toMatchObject({ kind: 'unsure' })
    expect(await verifier([{ text: '?' }, { text: '?' }]).skill.judgeAnswer(input)).toMatchObject({ kind: 'unsure' })
    await expect(failing(new ReverieError('aborted', 'stop'))).rejects.toMatchObject({ code: 'aborted' })
    await expect(failing(new ReverieError('budget-refused', 'empty'))).rejects.toMatchObject({ code: 'budget-refused' })
  })
})

describe('judgeMatch', () => {
  const match = { question: 'Which port does TLS use?', preparedFor: 'Which port?', body, live: evidence }

  it.each([
    ['same', 'supported'],
    ['different', 'unsupported'],
    ['unsure', 'unsure'],
  ])('%s is %s', async (verdict, kind) => {
    const { skill, model } = verifier([{ text: JSON.stringify({ difference: 'TLS', verdict }) }])
    expect(await skill.judgeMatch(match)).toMatchObject({ kind, reason: 'TLS' })
    expect(promptText(model.model.calls[0] ?? { prompt: [] })).toContain('Which port does TLS use?')
  })

  it('fails closed on any failure, a refused budget too', async () => {
    const { skill } = verifier([{ error: new ReverieError('budget-refused', 'empty') }])
    expect(await skill.judgeMatch(match)).toMatchObject({ kind: 'unsure' })
  })

  it('keeps from the model what is local only or cannot be placed', async () => {
    const { skill, model } = verifier([])
    expect(await skill.judgeMatch({ ...match, live: sampleEvidence('private/x.md', [passage]) })).toMatchObject({ reason: 'by the floor' })
    const foreign = { ...body, quotes: quotes.map((quote) => ({ ...quote, passage: 'elsewhere' as (typeof quote)['passage'] })) }
    expect(await skill.judgeMatch({ ...match, body: foreign })).toMatchObject({ reason: 'by the floor' })
    expect(await skill.judgeAnswer({ ...input, evidence: sampleEvidence('private/x.md', [passage]) })).toMatchObject({
      reason: 'by the floor',
    })
    expect(model.model.calls).toHaveLength(0)
  })
})

describe('chooseMatch', () => {
  const candidate = (preparedFor: string, text: string) => ({ preparedFor, body: { ...body, text } })
  const choice = {
    question: 'Which port with TLS?',
    candidates: [candidate('Which port?', 'The port is 3000 [1].'), candidate('Which port has TLS?', 'It is 3443 [1].')],
    live: evidence,
  }
  const says = (chosen: number) => ({ text: JSON.stringify({ difference: 'TLS', choice: chosen }) })

  it('asks once for all, by number', async () => {
    const { model, skill } = verifier([says(2)])
    const verdicts = await skill.chooseMatch?.(choice)
    expect(verdicts?.map(({ kind }) => kind)).toEqual(['unsure', 'supported'])
    expect(verdicts?.map(({ spend }) => spend.inputTokens > 0)).toEqual([false, true])
    const prompt = promptText(model.model.calls[0] ?? { prompt: [] })
    expect(prompt).toContain('"number":2,"preparedFor":"Which port has TLS?"')
  })

  it.each([
    [0, ['unsupported', 'unsupported']],
    [7, ['unsure', 'unsure']],
  ])('%i is none of them, and its cost is told once', async (chosen, kinds) => {
    const verdicts = await verifier([says(chosen)]).skill.chooseMatch?.(choice)
    expect(verdicts?.map(({ kind }) => kind)).toEqual(kinds)
    expect(verdicts?.filter(({ spend }) => spend.inputTokens > 0)).toHaveLength(1)
  })

  it('fails closed, is spared where it is not worth it, and cannot judge what no model may see', async () => {
    const failed = await verifier([{ text: 'no json' }, { text: 'no json' }]).skill.chooseMatch?.(choice)
    expect(failed?.map(({ kind }) => kind)).toEqual(['unsure', 'unsure'])
    // Two tries were paid for, and are told.
    expect(failed?.map(({ spend }) => spend.inputTokens)).toEqual([20, 0])
    const spared = await verifier([]).skill.chooseMatch?.(choice, { isWorth: async () => false })
    expect(spared?.map(({ isSpared }) => isSpared)).toEqual([true, true])
    expect(await verifier([]).skill.chooseMatch?.({ ...choice, live: sampleEvidence('private/x.md', [passage]) })).toBeNull()
    // Two that begin alike may end otherwise: what is not shown whole is not chosen among.
    const long = [...choice.candidates, candidate('Which ports?', 'It is 3443 [1]. '.repeat(40))]
    expect(await verifier([]).skill.chooseMatch?.({ ...choice, candidates: long })).toBeNull()
  })
})
