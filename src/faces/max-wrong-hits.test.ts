import { describe, expect, test } from 'vitest'
import { configuredMaxWrongHits, maxWrongHitsOf } from './max-wrong-hits.ts'

describe('the share of wrong hits', () => {
  test('of an ask is what it asks for, else what is configured', () => {
    expect([maxWrongHitsOf(undefined, 0.02), maxWrongHitsOf(0.005, 0.02), maxWrongHitsOf(0.02, 0.02)]).toEqual([0.02, 0.005, 0.02])
  })

  test.each([0, -0.1, 0.03, 1, Number.NaN])('of an ask is never loosened or no share: %d', (asked) => {
    expect(() => maxWrongHitsOf(asked, 0.02)).toThrow(
      expect.objectContaining({ code: 'bad-argument', hint: expect.stringContaining('0.02') }),
    )
  })

  test('that is configured is above 0 and below a half', () => {
    expect([configuredMaxWrongHits(undefined), configuredMaxWrongHits(0.2)]).toEqual([0.01, 0.2])
    for (const given of [0, 0.5, 1, Number.NaN])
      expect(() => configuredMaxWrongHits(given)).toThrow(expect.objectContaining({ code: 'bad-config' }))
  })
})
