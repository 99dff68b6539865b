import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitIsotonic, isotonicProbability } from './fit-isotonic.ts'

describe('fitIsotonic', () => {
  test('pools what falls', () => {
    // sklearn.isotonic.IsotonicRegression gives [0, 0.5, 0.5, 1] on these.
    const fit = fitIsotonic([1, 2, 3, 4].map((score, at) => ({ score, same: [false, true, false, true][at] === true })))
    expect(fit).toEqual({ scores: [1, 2, 3, 4], probabilities: [0, 0.5, 0.5, 1] })
    expect(isotonicProbability(fit, 2.5)).toBe(0.5)
    expect(isotonicProbability(fit, 1.5)).toBe(0.25)
    expect([isotonicProbability(fit, -9), isotonicProbability(fit, 9), isotonicProbability(fit, Number.NaN)]).toEqual([0, 1, 0])
  })

  test('counts labels of one score together, and by their weights', () => {
    const fit = fitIsotonic([
      { score: 1, same: true, weight: 1 },
      { score: 1, same: false, weight: 3 },
      { score: 2, same: true },
    ])
    expect(fit).toEqual({ scores: [1, 2], probabilities: [0.25, 1] })
  })

  test('knows nothing without labels', () => {
    expect(isotonicProbability(fitIsotonic([]), 0.9)).toBe(0)
  })

  test('never falls, and is right on average', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ score: fc.integer({ min: 0, max: 12 }), same: fc.boolean() }), { minLength: 1 }), (scored) => {
        const fit = fitIsotonic(scored)
        expect(fit.probabilities.every((probability, at) => at === 0 || probability >= (fit.probabilities[at - 1] ?? 0))).toBe(true)
        const expected = scored.reduce((sum, { score }) => sum + isotonicProbability(fit, score), 0)
        expect(expected).toBeCloseTo(scored.filter(({ same }) => same).length, 8)
      }),
    )
  })
})
