import { describe, expect, test } from 'vitest'
import type { LogisticModel } from './calibration.ts'
import { logisticProbability } from './score-logistic.ts'

const model: LogisticModel = { intercept: 0.5, weights: [1, -2], means: [10, 0], scales: [5, 0.5] }

describe('logisticProbability', () => {
  test('is the sigmoid of the standardised features', () => {
    expect(logisticProbability(model, [15, 0.25])).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 12)
    expect(logisticProbability(model, [10, 0])).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 12)
    expect(logisticProbability(model, [1e9, 0])).toBe(1)
    expect(logisticProbability(model, [-1e9, 0])).toBe(0)
  })

  test('is 0 for what is no number', () => {
    expect(logisticProbability(model, [Number.NaN, 0])).toBe(0)
    expect(logisticProbability(model, [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toBe(0)
  })

  test('refuses features of another length', () => {
    expect(() => logisticProbability(model, [1])).toThrow(expect.objectContaining({ code: 'bad-argument' }))
  })
})
