import { describe, expect, it } from 'vitest'
import { keyedFences } from '../ledger/fence.ts'
import { localOnlyPaths } from '../ledger/local-only.ts'
import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import { defaultPolicy } from '../spec/policy.ts'
import type { Reader, ReadRequest } from '../spec/skills.ts'
import { meteredScript } from '../testing/metered-script.ts'
import { type ModelScript, promptText } from '../testing/scripted-model.ts'
import { sampleEvidence, samplePassage, sampleScope } from '../testing/skill-samples.ts'
import { createGenerativeReader } from './generative-reader.ts'

const seenLocally: ReadRequest[] = []
const local: Reader = {
  recipe: digest('local'),
  model: null,
  read: async (request) => {
    seenLocally.push(request)
    return { kind: 'none', reason: 'by the floor', confidence: 1, spend: noSpend }
  },
}

function reader(script: ModelScript, side: 'ask' | 'sleep' = 'ask', maxPromptTokens?: number) {
  const model = meteredScript(script, maxPromptTokens)
  const skill = createGenerativeReader({
    model,
    spend: { scope: sampleScope, cause: 'a', side },
    fences: keyedFences('secret'),
    local,
    isLocal: localOnlyPaths(['private']),
  })
  return { model, skill }
}

const evidence = sampleEvidence('docs/run.md', [
  samplePassage('a', 'The port is 3000. Set PORT to change it.'),
  samplePassage('b', 'Hosts are looked up once.'),
])
const request: ReadRequest = { question: 'Which port?', evidence, policy: defaultPolicy }

describe('createGenerativeReader', () => {
  it('answers in cited prose whose quotes are the units, and streams what it stores', async () => {
    const { skill, model } = reader([{ text: 'Change it by PORT [2]. It is 3000 by default [1][2].' }])
    const shown: string[] = []
    const reading = await skill.read(request, { onText: (delta) => shown.push(delta) })
    expect(reading).toMatchObject({
      kind: 'answer',
      confidence: 1,
      spend: { usd: 0.01 },
      body: { shape: 'prose', text: 'Change it by PORT [1]. It is 3000 by default [2][1].' },
    })
    expect(reading.kind === 'answer' && reading.body.quotes.map(({ text }) => text)).toEqual([
      'Set PORT to change it.',
      'The port is 3000.',
    ])
    expect(shown.join('')).toBe('Change it by PORT [1]. It is 3000 by default [2][1].')
    expect(model.contexts[0]?.purpose).toBe('ask')
  })

  it('counts what a sleep reads as pre-answers', async () => {
    const { skill, model } = reader([{ text: 'It is 3000 [1].' }], 'sleep')
    await skill.read(request)
    expect(model.contexts[0]).toMatchObject({ side: 'sleep', purpose: 'pre-answer' })
  })

  it.each([
    'NOT_ANSWERED',
    ' `NOT_ANSWERED`.',
    'NOT_ANSWERED because nothing says so [1].',
  ])('shows nothing of a refusal: %s', async (text) => {
    const shown: string[] = []
    const reading = await reader([{ text }]).skill.read(request, { onText: (delta) => shown.push(delta) })
    expect(reading).toMatchObject({ kind: 'none', reason: 'the passages do not state the answer', spend: { usd: 0.01 } })
    expect(shown).toEqual([])
  })

  it('shows an answer that only begins like the refusal', async () => {
    const reading = await reader([{ text: 'NOT a port but a host [3].' }]).skill.read(request)
    expect(reading).toMatchObject({ kind: 'answer', body: { text: 'NOT a port but a host [1].' } })
  })

  it('is no answer when nothing real is cited, and less sure when a sentence is bare', async () => {
    expect(await reader([{ text: 'It is 3000 [17].' }]).skill.read(request)).toMatchObject({
      kind: 'none',
      reason: 'the model cited nothing',
    })
    expect(await reader([{ text: 'It is 3000 [1]. Everybody knows.' }]).skill.read(request)).toMatchObject({
      kind: 'answer',
      confidence: 0.5,
    })
    await expect(reader([{ text: 'It is 3000 [1]. And', finishReason: 'length' }]).skill.read(request)).rejects.toMatchObject({
      code: 'model-malformed',
    })
  })

  it('never shows a model what is local only; the floor reads that', async () => {
    const hidden = sampleEvidence('private/a.md', [samplePassage('h', 'Hidden text.')])
    const { skill, model } = reader([{ text: 'NOT_ANSWERED' }])
    expect(await skill.read({ ...request, evidence: [...hidden, ...evidence] })).toMatchObject({
      kind: 'none',
      reason: 'by the floor',
      spend: { usd: 0.01 },
    })
    expect(promptText(model.model.calls[0] ?? { prompt: [] })).not.toContain('Hidden')
    await skill.read({ ...request, evidence: hidden })
    expect(model.model.calls).toHaveLength(1)
    expect(seenLocally.map((seen) => seen.evidence.length)).toEqual([1, 1])
  })

  it('takes no more evidence than the prompt may hold, and none is no answer', async () => {
    const many = sampleEvidence(
      'long.md',
      Array.from({ length: 60 }, (_, index) => samplePassage(`m${index}`, `Fact ${index} ${'is so '.repeat(60)}.`)),
    )
    const { skill, model } = reader([{ text: 'So [1].' }], 'ask', 2000)
    expect((await skill.read({ ...request, evidence: many })).kind).toBe('answer')
    const prompt = promptText(model.model.calls[0] ?? { prompt: [] })
    expect(prompt).toContain('Fact 0')
    expect(prompt).not.toContain('Fact 59')
    expect(await skill.read({ ...request, evidence: [] })).toMatchObject({ kind: 'none', spend: noSpend })
  })
})
