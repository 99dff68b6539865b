import { describe, expect, it } from 'vitest'
import { keyedFences } from '../ledger/fence.ts'
import { localOnlyPaths } from '../ledger/local-only.ts'
import type { AnswerBody } from '../spec/answer.ts'
import { ReverieError } from '../spec/errors.ts'
import { meteredScript } from '../testing/metered-script.ts'
import { type ModelScript, promptText } from '../testing/scripted-model.ts'
import { sampleEvidence, samplePassage, sampleScope } from '../testing/skill-samples.ts'
import { createGenerativePairJudge } from './generative-pair-judge.ts'

function judge(script: ModelScript) {
  const model = meteredScript(script)
  const spend = { scope: sampleScope, cause: 'a', side: 'sleep' } as const
  const skill = createGenerativePairJudge({
    model,
    spend,
    fences: keyedFences('secret'),
    isLocal: localOnlyPaths(['private/**']),
    pathOf: () => null,
  })
  return { model, skill }
}

const evidence = sampleEvidence('docs/run.md', [samplePassage('a', 'The port is 3000. Set PORT to change it.')])
const [port, change] = evidence.map((unit): AnswerBody => {
  const { passage, version, start, end, text } = unit
  return { shape: 'prose', text: `${text} [1]`, quotes: [{ passage, version, start, end, text }], notes: [] }
})
if (port === undefined || change === undefined) throw new Error('two units')
const input = { question: 'Which port?', first: port, second: change, evidence }
const verdict = (better: string) => ({ text: JSON.stringify({ difference: 'it says how', better }) })

describe('the judge of a pair', () => {
  it.each(['first', 'second', 'even'])('says which is better: %s', async (better) => {
    const { model, skill } = judge([verdict(better)])
    expect(await skill.judgePair(input)).toMatchObject({ kind: better, reason: 'it says how', spend: { usd: 0.01 } })
    expect(model.contexts[0]).toMatchObject({ purpose: 'shadow', side: 'sleep' })
    const prompt = promptText(model.model.calls[0] ?? { prompt: [] })
    expect(prompt).toMatch(/first answer\nThe port is 3000\.[\s\S]*second answer\nSet PORT to change it\./)
  })

  it('is unsure on garbage and failures, and lets a stop, an empty budget and a parked call through', async () => {
    expect(await judge([{ text: 'better!' }, verdict('third')]).skill.judgePair(input)).toMatchObject({
      kind: 'unsure',
      failure: { code: 'model-malformed' },
    })
    const failing = (code: 'model-failed' | 'aborted' | 'budget-refused' | 'parked') =>
      judge([{ error: new ReverieError(code, 'x') }]).skill.judgePair(input)
    expect(await failing('model-failed')).toMatchObject({ kind: 'unsure' })
    for (const code of ['aborted', 'budget-refused', 'parked'] as const) await expect(failing(code)).rejects.toMatchObject({ code })
  })

  it('shows no model what is local only or cannot be placed', async () => {
    const { model, skill } = judge([])
    expect(await skill.judgePair({ ...input, region: 'private/x.md' })).toMatchObject({ kind: 'unsure' })
    expect(await skill.judgePair({ ...input, evidence: [] })).toMatchObject({ kind: 'unsure' })
    expect(await skill.judgePair({ ...input, evidence: evidence.map((unit) => ({ ...unit, path: 'private/x.md' })) })).toMatchObject({
      kind: 'unsure',
    })
    expect(model.model.calls).toHaveLength(0)
  })
})
