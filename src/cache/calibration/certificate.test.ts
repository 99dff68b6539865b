import { describe, expect, test } from 'vitest'
import type { Calibration, RiskPoint } from './calibration.ts'
import { certificateOf } from './certificate.ts'
import { upperBound } from './clopper-pearson.ts'

describe('certificateOf', () => {
  test('certifies by 299 own labels without an error, and counts what is missing', () => {
    expect(
      certificateOf(calibration([{ probability: 0.9, hits: 299, wrong: 0, bySource: { shadow: 290, feedback: 9 } }]), 0.9, 0.01),
    ).toEqual({
      kind: 'certified',
      n: 299,
      wrong: 0,
      upper: upperBound(0, 299, 0.95),
      bySource: { shadow: 290, feedback: 9 },
      needed: 0,
      pooled: { n: 5000, wrong: 10, upper: upperBound(10, 5000, 0.95), bySource: { public: 5000 } },
    })
    expect(certificateOf(calibration([{ probability: 0.9, hits: 298, wrong: 0 }]), 0.9, 0.01)).toMatchObject({ kind: 'prior', needed: 1 })
    expect(certificateOf(calibration([{ probability: 0.9, hits: 299, wrong: 1 }]), 0.9, 0.01)).toMatchObject({
      kind: 'prior',
      needed: 473 - 299,
    })
    expect(certificateOf(calibration([]), 0.9, 0.01)).toMatchObject({ kind: 'prior', n: 0, upper: 1, needed: 299 })
  })

  test('takes the labels at the bar, not those below it', () => {
    const own = [
      { probability: 0.95, hits: 100, wrong: 0 },
      { probability: 0.9, hits: 400, wrong: 0 },
      { probability: 0.5, hits: 4000, wrong: 0 },
    ]
    expect(certificateOf(calibration(own), 0.9, 0.01)).toMatchObject({ kind: 'certified', n: 400 })
    expect(certificateOf(calibration(own), 0.95, 0.01)).toMatchObject({ kind: 'prior', n: 100, needed: 199 })
  })

  test('is cautious between two points', () => {
    const own = [
      { probability: 0.95, hits: 400, wrong: 0 },
      { probability: 0.5, hits: 900, wrong: 8 },
    ]
    expect(certificateOf(calibration(own), 0.7, 0.01)).toMatchObject({ kind: 'prior', n: 400, wrong: 8 })
  })

  test('certifies nothing where nothing is served, and no promise of 0', () => {
    expect(certificateOf(calibration([{ probability: 0.9, hits: 9000, wrong: 0 }]), null, 0.01)).toMatchObject({ kind: 'prior', n: 0 })
    expect(() => certificateOf(calibration([]), 0.9, 0)).toThrow(expect.objectContaining({ code: 'bad-argument' }))
  })
})

function calibration(own: readonly RiskPoint[]): Calibration {
  return {
    version: 1,
    features: 'features 1',
    model: { intercept: 0, weights: [], means: [], scales: [] },
    risk: [{ probability: 0.9, hits: 5000, wrong: 10, bySource: { public: 5000 } }],
    labels: { public: 0, feedback: 0, shadow: 0, verifier: 0, synthetic: 0 },
    own,
    fittedAt: 0,
  }
}
