import { describe, expect, it } from 'vitest'
import { countTokens } from './count-tokens.ts'
import { callTokens, promptTokens } from './prompt-tokens.ts'

describe('countTokens', () => {
  it('counts by o200k_base', async () => {
    expect(await countTokens('')).toBe(0)
    expect(await countTokens('hello world')).toBe(2)
    expect(await countTokens('The default port is 3000.')).toBe(8)
  })

  it('takes special tokens in a document for text', async () => {
    expect(await countTokens('<|endoftext|>')).toBeGreaterThan(1)
  })

  it('counts unbroken text in bounded time, never less than it is', async () => {
    const letters = 'a'.repeat(200_000)
    expect(await countTokens(letters)).toBeGreaterThanOrEqual(25_000)
    expect(await countTokens(' '.repeat(100_000))).toBeGreaterThan(0)
    expect(await countTokens('\u{1f600}'.repeat(2000))).toBeGreaterThanOrEqual(2000)
  })
})

describe('promptTokens', () => {
  it('adds the chat format to the text, and the schema of a structured answer', async () => {
    const prompt = [
      { role: 'system' as const, content: 'hello world' },
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'hello world' }] },
    ]
    expect(await promptTokens(prompt)).toBe(3 + 4 + 2 + 4 + 2)
    const responseFormat = { type: 'json' as const, schema: { type: 'object' as const } }
    expect(await callTokens({ prompt, responseFormat })).toBeGreaterThan(15)
  })
})
