import { describe, expect, it } from 'vitest'
import { keyedFences } from '../ledger/fence.ts'
import { localOnlyPaths } from '../ledger/local-only.ts'
import { meteredScript } from '../testing/metered-script.ts'
import { type ModelScript, promptText } from '../testing/scripted-model.ts'
import { sampleClaim, samplePassage, sampleScope } from '../testing/skill-samples.ts'
import { seedKinds } from './generative/seed-prompt.ts'
import { createSeedQuestionGenerator, type Summary } from './generative-seed-questions.ts'

function generator(script: ModelScript) {
  const model = meteredScript(script)
  const spend = { scope: sampleScope, cause: 'run', side: 'sleep' } as const
  const pathOf = (document: string) => document
  return {
    model,
    skill: createSeedQuestionGenerator({ model, spend, fences: keyedFences('secret'), isLocal: localOnlyPaths(['secret/*']), pathOf }),
  }
}

const run = samplePassage('run', 'The server listens on port 3000. Set PORT to change it.')
const deploy = samplePassage('deploy', 'Build the image before you deploy. Perhaps it flies.')
const hidden = samplePassage('hidden', 'The master key is kept in the vault.')
const summary: Summary = {
  level: 'module',
  subject: 'docs',
  label: '`docs`',
  headline: 'How the server is run and where its key is.',
  children: [
    {
      label: 'docs/run.md',
      headline: 'Running the server',
      claims: [
        sampleClaim('docs/run.md', run, 'The server listens on port 3000.'),
        sampleClaim('docs/run.md', run, 'Set PORT to change it.'),
      ],
    },
    {
      label: 'docs/deploy.md',
      headline: 'Deploying',
      claims: [
        sampleClaim('docs/deploy.md', deploy, 'Build the image before you deploy.'),
        sampleClaim('docs/deploy.md', deploy, 'Perhaps it flies.', { stamp: 'unverified' }),
      ],
    },
    {
      label: 'secret/key.md',
      headline: 'The vault',
      claims: [sampleClaim('secret/key.md', hidden, 'The master key is kept in the vault.')],
    },
  ],
}
const question = (kind: string, text: string, claims: readonly number[], likelihood = 0.5) => ({ kind, text, claims, likelihood })

describe('createSeedQuestionGenerator', () => {
  it('asks once for all six kinds and keeps what stands alone on claims that exist, over several files too', async () => {
    const questions = [
      question('use case', 'How do I deploy the server on another port?', [2, 3], 0.9),
      question('lookup', 'Which port does the server listen on?', [1], 7),
      question('lookup', 'which port does the server listen on', [1]),
      question('summary', 'What does this document say about ports?', [1]),
      question('creative', 'Can the server fly to the moon?', [9]),
      question('aggregation', 'Which settings does the server have?', []),
    ]
    const { skill, model } = generator([{ text: JSON.stringify({ questions }) }])
    const { questions: made, spend } = await skill.generate(summary)
    expect(made.map(({ text, origin, region, probability }) => [text, origin, region, probability])).toEqual([
      ['How do I deploy the server on another port?', 'distillates', 'docs', 0.9],
      ['Which port does the server listen on?', 'distillates', 'docs', 1],
    ])
    expect(made[0]?.about).toMatchObject({ kind: 'claim', passages: ['deploy', 'run'] })
    expect([spend.outputTokens, model.contexts[0]?.purpose, model.model.calls.length]).toEqual([5, 'predict', 1])
    const sent = promptText(model.model.calls[0] ?? { prompt: [] })
    for (const kind of seedKinds) expect(sent).toContain(`- ${kind}:`)
  })

  it('shows no model what is local only, nor what tells of it, nor what no quote proves', async () => {
    const { skill, model } = generator([{ text: JSON.stringify({ questions: [] }) }])
    await skill.generate(summary)
    const sent = promptText(model.model.calls[0] ?? { prompt: [] })
    for (const word of ['vault', 'master', 'where its key', 'flies', 'secret/']) expect(sent).not.toContain(word)
    const local = { ...summary, children: summary.children.slice(2) }
    expect(await skill.generate(local)).toMatchObject({ questions: [] })
    expect(model.model.calls).toHaveLength(1)
  })

  it('throws on malformed output, so that nothing replaces what there was', async () => {
    const { skill } = generator(() => ({ text: '{"questions": [{"kind": "gossip", "text"' }))
    await expect(skill.generate(summary)).rejects.toMatchObject({ code: 'model-malformed' })
  })
})
