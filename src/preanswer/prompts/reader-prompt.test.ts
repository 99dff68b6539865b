import { describe, expect, it } from 'vitest'
import { promptTokens } from '../../ledger/prompt-tokens.ts'
import { defaultPolicy } from '../../spec/policy.ts'
import { promptText } from '../../testing/scripted-model.ts'
import { sampleEvidence, samplePassage } from '../../testing/skill-samples.ts'
import { buildReaderPrompt } from './reader-prompt.ts'

const passages = [
  samplePassage('a', 'The port is 3000. Set PORT to change it.', ['Running']),
  samplePassage('b', 'Hosts are looked up once.'),
]
const evidence = sampleEvidence('docs/run.md', passages, 'Server')
const request = { question: 'Which port?', evidence, policy: defaultPolicy }

describe('buildReaderPrompt', () => {
  it('opens each unit by its number, passages together, in their words', () => {
    const text = promptText({ prompt: buildReaderPrompt(request, 'fence') })
    expect(text).toContain('<<<fence passage\ndocs/run.md — Server › Running\n[1] The port is 3000. [2] Set PORT to change it.\nfence>>>')
    expect(text).toContain('[3] Hosts are looked up once.')
    expect(text).toContain('<<<fence question\nWhich port?\nfence>>>')
  })

  it('numbers by the order of the evidence, and leaves out what is far from it', () => {
    const long = samplePassage('l', `${'First part. '.repeat(200)}Needle one. ${'Middle part. '.repeat(300)}Needle two.`)
    const needles = sampleEvidence('l.md', [long])
      .filter((unit) => unit.text.startsWith('Needle'))
      .reverse()
    const text = promptText({ prompt: buildReaderPrompt({ ...request, evidence: needles }).slice(1) })
    expect(text).toContain('[2] Needle one.')
    expect(text).toContain('[1] Needle two.')
    expect(text.length).toBeLessThan(5000)
    expect(text.match(/ … /g)?.length).toBe(1)
  })

  it('states instructions, language and format of the policy, and holds for no evidence', async () => {
    const policy = { ...defaultPolicy, instructions: 'Be terse.', language: 'de', format: 'json' as const }
    const text = promptText({ prompt: buildReaderPrompt({ ...request, policy }) })
    expect(text).toContain('Be terse.')
    expect(text).toContain('"de"')
    expect(text).toContain('JSON object')
    expect(await promptTokens(buildReaderPrompt({ ...request, evidence: [] }))).toBeGreaterThan(100)
  })

  it('costs the same tokens counted as sent', async () => {
    const counted = await promptTokens(buildReaderPrompt(request))
    const sent = await promptTokens(buildReaderPrompt(request, '7f3k2mq9x0w4c8ad'))
    expect(Math.abs(sent - counted)).toBeLessThan(30)
  })
})
