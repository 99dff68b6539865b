import { describe, expect, test } from 'vitest'
import { interval, lowerBound, upperBound } from './clopper-pearson.ts'

describe('Clopper–Pearson', () => {
  test.each([
    // By scipy.stats.beta.ppf.
    [3, 1000, 0.95, 0.000818175, 0.007735245],
    [50, 10_000, 0.975, 0.003713306, 0.006586626],
    [20_000, 100_000, 0.95, 0.19792085, 0.202092011],
    [1, 2, 0.95, 0.025320566, 0.974679434],
  ])('bounds %d of %d at %d', (wrong, n, confidence, lower, upper) => {
    expect(upperBound(wrong, n, confidence)).toBeCloseTo(upper, 8)
    expect(lowerBound(wrong, n, confidence)).toBeCloseTo(lower, 8)
  })

  test('shows 1 % at 95 % by 299 hits without an error, and by no fewer', () => {
    expect(upperBound(0, 299, 0.95)).toBeCloseTo(0.00997, 5)
    expect(upperBound(0, 299, 0.95)).toBeLessThanOrEqual(0.01)
    expect(upperBound(0, 298, 0.95)).toBeGreaterThan(0.01)
    expect(upperBound(1, 473, 0.95)).toBeLessThanOrEqual(0.01)
    expect(upperBound(1, 472, 0.95)).toBeGreaterThan(0.01)
  })

  test('reaches the ends where nothing or everything is wrong', () => {
    expect([lowerBound(0, 0, 0.95), upperBound(0, 0, 0.95)]).toEqual([0, 1])
    expect([lowerBound(0, 7, 0.95), upperBound(7, 7, 0.95)]).toEqual([0, 1])
    expect(interval(0, 10, 0.95)).toEqual({ lower: 0, upper: expect.closeTo(1 - 0.025 ** (1 / 10), 8) })
  })

  test('refuses what is no count', () => {
    for (const [wrong, n, confidence] of [
      [2, 1, 0.95],
      [-1, 5, 0.95],
      [0.5, 5, 0.95],
      [0, 5, 1],
      [0, Number.NaN, 0.95],
    ] as const)
      expect(() => upperBound(wrong, n, confidence)).toThrow(expect.objectContaining({ code: 'bad-argument' }))
  })
})
