import { describe, expect, test } from 'vitest'
import { barFor } from './bar-for.ts'
import type { Calibration, RiskPoint } from './calibration.ts'

const risk: readonly RiskPoint[] = [
  { probability: 0.95, hits: 5000, wrong: 2 },
  { probability: 0.9, hits: 8000, wrong: 40 },
  { probability: 0.8, hits: 9000, wrong: 140 },
  { probability: 0.5, hits: 12_000, wrong: 2000 },
]

describe('barFor', () => {
  test('is the loosest bar that holds the promise, null where none does', () => {
    expect(barFor(calibration([]), 0.02)).toBe(0.8)
    expect(barFor(calibration([]), 0.01)).toBe(0.9)
    expect(barFor(calibration([]), 0.002)).toBe(0.95)
    expect(barFor(calibration([]), 0.0001)).toBeNull()
    expect(barFor(calibration([]), 0)).toBeNull()
  })

  test('never falls as the promise tightens', () => {
    const bars = Array.from({ length: 60 }, (_, at) => barFor(calibration(ownWith(30, 2)), 0.06 - at / 1000) ?? Number.POSITIVE_INFINITY)
    expect(bars).toEqual(bars.toSorted((left, right) => left - right))
    expect(new Set(bars).size).toBeGreaterThan(2)
  })

  test('steps back from a bar that the own labels refute', () => {
    expect(barFor(calibration(ownWith(100, 8)), 0.01)).toBe(0.95)
    expect(barFor(calibration(ownWith(100, 1)), 0.01)).toBe(0.9)
  })

  test('is not moved by a few complaints', () => {
    expect(barFor(calibration(ownWith(3, 3)), 0.01)).toBe(0.9)
  })
})

/** Own labels that are right at the strictest bar, and wrong between it and the next. */
function ownWith(hits: number, wrong: number): readonly RiskPoint[] {
  return risk.map(({ probability }, at) => ({ probability, hits: at === 0 ? hits - wrong : hits, wrong: at === 0 ? 0 : wrong }))
}

function calibration(own: readonly RiskPoint[]): Calibration {
  return {
    version: 1,
    features: 'features 1',
    model: { intercept: 0, weights: [], means: [], scales: [] },
    risk,
    labels: { public: 0, feedback: 0, shadow: 0, verifier: 0, synthetic: 0 },
    own,
    fittedAt: 0,
  }
}
