import { describe, expect, it } from 'vitest'
import { keyedFences } from '../ledger/fence.ts'
import { localOnlyPaths } from '../ledger/local-only.ts'
import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import type { QuestionGenerator } from '../spec/skills.ts'
import { meteredScript } from '../testing/metered-script.ts'
import { type ModelScript, promptText } from '../testing/scripted-model.ts'
import { sampleClaim, sampleDocument, samplePassage, sampleScope } from '../testing/skill-samples.ts'
import { isSelfContained } from './generative/self-contained.ts'
import { createGenerativeQuestionGenerator } from './generative-question-generator.ts'

const local: QuestionGenerator = { recipe: digest('local'), model: null, generate: async () => ({ questions: [], spend: noSpend }) }

function generator(script: ModelScript, maxPromptTokens?: number) {
  const model = meteredScript(script, maxPromptTokens)
  const spend = { scope: sampleScope, cause: 'run', side: 'sleep' } as const
  return {
    model,
    skill: createGenerativeQuestionGenerator({ model, spend, fences: keyedFences('secret'), local, isLocal: localOnlyPaths(['*.pem.md']) }),
  }
}

const passage = samplePassage('p', 'The server listens on port 3000 by default. Set PORT to change it. Perhaps it flies.')
const document = sampleDocument('docs/run.md', [passage], 'Running')
const claims = [
  sampleClaim('docs/run.md', passage, 'Set PORT to change it.', { salience: 0.2 }),
  sampleClaim('docs/run.md', passage, 'The server listens on port 3000 by default.', { salience: 0.9 }),
  sampleClaim('docs/run.md', passage, 'Perhaps it flies.', { salience: 1, stamp: 'unverified' }),
]
const question = (text: string, numbers: readonly number[], likelihood = 0.5) => ({ text, claims: numbers, likelihood })

describe('createGenerativeQuestionGenerator', () => {
  it('keeps self-contained questions that name verified claims, once', async () => {
    const questions = [
      question('Which port does the server listen on by default?', [1], 2),
      question('which port does the server listen on by default', [1]),
      question('How do I change the port of the server?', [2, 2, 1]),
      question('What does this section say about ports?', [1]),
      question('Does the server fly to the moon?', [3]),
      question('Port?', [1]),
    ]
    const { skill, model } = generator([{ text: JSON.stringify({ questions }) }])
    const { questions: made, spend } = await skill.generate({ document, claims })
    expect(made.map(({ text, probability }) => [text, probability])).toEqual([
      ['Which port does the server listen on by default?', 1],
      ['How do I change the port of the server?', 0.5],
    ])
    expect(made[1]).toMatchObject({
      origin: 'model',
      region: 'docs/run.md',
      about: { kind: 'claim', claims: [claims[0]?.id, claims[1]?.id], passages: ['p'] },
    })
    expect(spend.outputTokens).toBe(5)
    expect(promptText(model.model.calls[0] ?? { prompt: [] })).not.toContain('flies')
  })

  it('shows many claims in several calls, none where there are no claims, and nothing that is local only', async () => {
    const many = Array.from({ length: 80 }, (_, index) =>
      sampleClaim('docs/run.md', passage, `Option ${index} of the server is ${'on '.repeat(20)}.`),
    )
    const { skill, model } = generator(
      () => ({ text: JSON.stringify({ questions: [question('Is option one of the server on?', [1])] }) }),
      2000,
    )
    expect((await skill.generate({ document, claims: many })).questions).toHaveLength(1)
    const calls = model.model.calls.length
    expect(calls).toBeGreaterThan(1)
    expect((await skill.generate({ document, claims: [] })).questions).toEqual([])
    await skill.generate({ document: sampleDocument('keys/a.pem.md', [passage]), claims })
    expect(model.model.calls).toHaveLength(calls)
  })
})

describe('isSelfContained', () => {
  it.each([
    ['What is the default port of the server?', true],
    ['How does c.req.param() handle a missing parameter?', true],
    ['What does the document say about ports?', false],
    ['How is it used?', false],
    ['What is this?', false],
    ['Which options are listed above?', false],
    ['What is the port? And what is the host?', false],
    ['Ports?', false],
  ])('%s', (text, expected) => {
    expect(isSelfContained(text)).toBe(expected)
  })
})
