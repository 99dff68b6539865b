import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../testing/seeded-random.ts'
import { barFor } from './bar-for.ts'
import type { Calibration, LabelSource, MatchLabel } from './calibration.ts'
import { certificateOf } from './certificate.ts'
import { crossFit } from './cross-fit.ts'
import { fitCalibration } from './fit-calibration.ts'
import { fitLogistic } from './fit-logistic.ts'
import { riskCurve } from './risk-curve.ts'
import { logisticProbability } from './score-logistic.ts'

/** Elsewhere the first feature tells right from wrong; the second says nothing. */
const elsewhere = drawn(4000, 'public', ([first = 0]) => 9 * first)
const prior = fittedPrior(elsewhere)
const next = { prior, features: 'features 1', version: 1, fittedAt: 7 }

describe('fitCalibration', () => {
  test('is the prior under another version without labels', () => {
    expect(fitCalibration({ ...next, labels: [] })).toMatchObject({
      version: 1,
      fittedAt: 7,
      model: prior.model,
      risk: prior.risk,
      own: [],
    })
  })

  test('adds held-out real labels to the risk, by source, and keeps the own ones apart', () => {
    const labels = [...drawn(300, 'shadow', ([first = 0]) => 9 * first), ...drawn(50, 'feedback', ([first = 0]) => 9 * first)]
    const fitted = fitCalibration({ ...next, labels })
    const [before, after, own] = [prior.risk.at(-1), fitted.risk.at(-1), fitted.own.at(-1)]
    expect(after?.hits).toBe((before?.hits ?? 0) + (own?.hits ?? 0))
    expect(after?.wrong).toBe((before?.wrong ?? 0) + (own?.wrong ?? 0))
    expect(after?.bySource).toEqual({ public: before?.hits, ...own?.bySource })
    expect(fitted.own.map(({ probability }) => probability)).toEqual(prior.risk.map(({ probability }) => probability))
    expect(fitted.labels).toEqual({ public: 4000, shadow: 300, feedback: 50, verifier: 0, synthetic: 0 })
  })

  test('lets synthetic and verifier labels fit, but move no count', () => {
    const labels = [...drawn(500, 'synthetic', () => -9), ...drawn(500, 'verifier', () => -9)]
    const fitted = fitCalibration({ ...next, labels })
    expect(fitted.risk.map(({ hits, wrong }) => [hits, wrong])).toEqual(prior.risk.map(({ hits, wrong }) => [hits, wrong]))
    expect(fitted.own).toEqual([])
    expect(logisticProbability(fitted.model, [1, 0])).toBeLessThan(logisticProbability(prior.model, [1, 0]))
  })

  test('learns from made up labels what tells them apart, and not how often a match is right', () => {
    const mostlySame = (source: LabelSource) => fitCalibration({ ...next, labels: drawn(1500, source, () => 3) })
    const rise = ({ model }: Calibration) => logisticProbability(model, [0, 0]) - logisticProbability(prior.model, [0, 0])
    expect(rise(mostlySame('feedback'))).toBeGreaterThan(0.2)
    expect(Math.abs(rise(mostlySame('synthetic')))).toBeLessThan(0.02)
    const { model } = fitCalibration({ ...next, labels: drawn(1500, 'synthetic', ([, second = 0]) => 9 * second) })
    expect(logisticProbability(model, [0, 1])).toBeGreaterThan(0.6)
    expect(logisticProbability(model, [0, -1])).toBeLessThan(0.4)
  })

  test('keeps a flood of synthetic labels from drowning the prior', () => {
    const some = fitCalibration({ ...next, labels: drawn(1500, 'synthetic', () => -9) })
    const flood = fitCalibration({ ...next, labels: drawn(20_000, 'synthetic', () => -9) })
    expect(logisticProbability(flood.model, [1, 0])).toBeGreaterThan(logisticProbability(some.model, [1, 0]) - 0.02)
  })

  test('learns what is different here', () => {
    const labels = drawn(3000, 'shadow', ([, second = 0]) => 9 * second)
    const { model } = fitCalibration({ ...next, labels })
    expect(logisticProbability(model, [0, 1])).toBeGreaterThan(0.8)
    expect(logisticProbability(model, [1, -1])).toBeLessThan(0.4)
  })

  test('gives a bar that holds and, with enough own labels, certifies', () => {
    const labels = drawn(3000, 'shadow', ([first = 0]) => 14 * first - 2)
    const fitted = fitCalibration({ ...next, labels })
    const bar = barFor(fitted, 0.01)
    const certificate = certificateOf(fitted, bar, 0.01)
    expect(bar).not.toBeNull()
    expect(certificate).toMatchObject({ kind: 'certified', needed: 0, bySource: { shadow: certificate.n } })
    expect(certificateOf(prior, barFor(prior, 0.01), 0.01)).toMatchObject({ kind: 'prior', n: 0, needed: 299 })
  })

  test('survives its way through JSON', () => {
    const fitted = fitCalibration({ ...next, labels: drawn(100, 'feedback', () => 1) })
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted)
  })

  test('refuses labels of other features', () => {
    expect(() => fitCalibration({ ...next, labels: [], features: 'features 2' })).toThrow(expect.objectContaining({ code: 'bad-argument' }))
  })
})

function fittedPrior(labels: readonly MatchLabel[]): Calibration {
  const scored = crossFit(labels, 5, (some) => {
    const model = fitLogistic(some, { strength: 1 })
    return (features) => logisticProbability(model, features)
  })
  return {
    version: 0,
    features: 'features 1',
    model: fitLogistic(labels, { strength: 1 }),
    risk: riskCurve(scored),
    labels: { public: labels.length, feedback: 0, shadow: 0, verifier: 0, synthetic: 0 },
    own: [],
    fittedAt: 0,
  }
}

function drawn(count: number, source: LabelSource, logit: (features: readonly number[]) => number): readonly MatchLabel[] {
  const random = seededRandom(count)
  return Array.from({ length: count }, (_, at) => {
    const features = [2 * random.next() - 1, 2 * random.next() - 1]
    return { features, same: random.next() < 1 / (1 + Math.exp(-logit(features))), source, group: `entry ${at % 97}` }
  })
}
