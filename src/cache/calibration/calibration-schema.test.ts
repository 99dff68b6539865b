import { describe, expect, test } from 'vitest'
import type { Calibration } from './calibration.ts'
import { readCalibration } from './calibration-schema.ts'
import { roundCalibration } from './round-calibration.ts'

const calibration: Calibration = {
  version: 3,
  features: 'features 1',
  model: { intercept: -1.23456789, weights: [0.1234567891], means: [100.123456789], scales: [0.000123456789] },
  risk: [
    { probability: 0.98765432101, hits: 3, wrong: 0, bySource: { public: 2, shadow: 1 } },
    { probability: 0.98765432, hits: 4, wrong: 1 },
    { probability: 0.5, hits: 9, wrong: 4 },
  ],
  labels: { public: 1, feedback: 2, shadow: 3, verifier: 4, synthetic: 5 },
  own: [],
  fittedAt: 1,
}

describe('readCalibration', () => {
  test('reads what was stored', () => {
    expect(readCalibration(JSON.stringify(calibration))).toEqual(calibration)
    expect(readCalibration(calibration)).toEqual(calibration)
  })

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['nothing', undefined],
    ['a weight without its scale', { ...calibration, model: { ...calibration.model, scales: [] } }],
    ['a scale of 0', { ...calibration, model: { ...calibration.model, scales: [0] } }],
    ['a weight that is no number', { ...calibration, model: { ...calibration.model, weights: [null] } }],
    ['more wrong than hits', { ...calibration, risk: [{ probability: 0.5, hits: 1, wrong: 2 }] }],
    ['a loosest bar first', { ...calibration, risk: calibration.risk.toReversed() }],
    ['a source without a count', { ...calibration, labels: { public: 1 } }],
    ['a negative version', { ...calibration, version: -1 }],
  ])('is null for %s', (_, stored) => {
    expect(readCalibration(stored)).toBeNull()
  })
})

describe('roundCalibration', () => {
  test('shortens coefficients, and never raises a bar', () => {
    const rounded = roundCalibration(calibration)
    expect(rounded.model).toEqual({ intercept: -1.23457, weights: [0.123457], means: [100.123], scales: [0.000123457] })
    expect(rounded.risk).toEqual([
      { probability: 0.987654, hits: 4, wrong: 1 },
      { probability: 0.5, hits: 9, wrong: 4 },
    ])
    expect(readCalibration(rounded)).toEqual(rounded)
  })
})
