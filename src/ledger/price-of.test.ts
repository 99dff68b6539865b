import { describe, expect, it } from 'vitest'
import { microsOf } from './money.ts'
import { priceOf, pricesAsOf, tokenMargin } from './price-of.ts'

describe('priceOf', () => {
  it('gives dated prices, also for dated model ids, and null for what it does not know', () => {
    expect(priceOf('openai/gpt-4.1')).toMatchObject({ input: 2, output: 8, asOf: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) })
    expect(priceOf('openai/gpt-4.1-2025-04-14')).toEqual(priceOf('openai/gpt-4.1'))
    expect(priceOf('anthropic/claude-haiku-4-5-20251001')).toEqual(priceOf('anthropic/claude-haiku-4-5'))
    expect(priceOf('openai/never-heard-of')).toBeNull()
    expect(priceOf('openai-compatible/qwen')).toBeNull()
    expect(priceOf('ollama/qwen3:8b')).toMatchObject({ input: 0, output: 0 })
    expect(pricesAsOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  it('reserves more where the tokenizer is not the one we count by', () => {
    expect(tokenMargin('anthropic/claude-haiku-5-5')).toBeGreaterThan(tokenMargin('openai/gpt-4.1'))
    expect(tokenMargin('openai-compatible/qwen')).toBeGreaterThan(1)
  })
})

describe('microsOf', () => {
  it('is exact in integers, rounding up, with cached tokens at their own price', () => {
    expect(microsOf({ input: 0.1, output: 0.4 }, { inputTokens: 3, cachedTokens: 0, outputTokens: 0 })).toBe(1)
    expect(microsOf({ input: 0.1, output: 0.4 }, { inputTokens: 30, cachedTokens: 0, outputTokens: 0 })).toBe(3)
    expect(microsOf({ input: 2, cachedInput: 0.5, output: 8 }, { inputTokens: 100, cachedTokens: 80, outputTokens: 10 })).toBe(160)
    expect(microsOf(null, { inputTokens: 100, cachedTokens: 0, outputTokens: 10 })).toBeNull()
  })
})
