import { expect, it } from 'vitest'
import { handbookModel, modelCall } from '../../testing/handbook-model.ts'
import { createScriptedModel } from '../../testing/scripted-model.ts'
import { runDemo } from './run-demo.ts'

it('runs the same script with a model, stops at its budget and prints what it spent', { timeout: 240_000 }, async () => {
  const model = createScriptedModel((options) => ({ text: handbookModel(modelCall(options)) }))
  const lines: string[] = []
  await runDemo({
    model: { name: 'openai-compatible/scripted', model, price: { input: 0.2, output: 0.8 }, maxPromptTokens: 12_000 },
    usd: 0.05,
    parts: ['docs/guarantees.md', 'docs/configuration.md', 'src/faces/reverie.ts'],
    print: (line) => {
      lines.push(line)
    },
  })
  const output = lines.join('\n')
  const spent = [...output.matchAll(/spent \d+ tokens, \$([\d.]+)/g)].map((match) => Number(match[1]))
  expect(spent.length).toBeGreaterThan(0)
  for (const usd of spent) expect(usd).toBeLessThanOrEqual(0.05 / 6 + 1e-6)
  expect(output).toMatch(/The sleep spent \$[\d.]+: repaid after \d+ questions/)
})
