import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../testing/seeded-random.ts'
import type { LogisticModel, MatchLabel } from './calibration.ts'
import { fitLogistic } from './fit-logistic.ts'
import { logisticProbability } from './score-logistic.ts'

describe('fitLogistic', () => {
  test('finds the reference solution', () => {
    // scikit-learn 1.x: LogisticRegression(C=4, tol=1e-12) on the standardised features below; its intercept is not penalised,
    // ours is by a quarter, which is why there are as many right labels as wrong ones placed alike.
    const rows: readonly (readonly [number, number, boolean])[] = [
      [1, 5, true],
      [2, 3, true],
      [3, 4, true],
      [-1, -5, false],
      [-2, -3, false],
      [-3, -4, false],
      [0.5, -1, true],
      [-0.5, 1, false],
    ]
    const model = fitLogistic(
      rows.map(([first, second, same]) => label([first, second], same)),
      { strength: 1 },
    )
    expect(model.intercept).toBeCloseTo(0, 8)
    expect(model.weights[0]).toBeCloseTo(2.030992, 5)
    expect(model.weights[1]).toBeCloseTo(0.765521, 5)
  })

  test('recovers the probabilities that labels were drawn from', () => {
    const labels = drawn(6000, 5, (features) => 1 / (1 + Math.exp(-(0.5 + 2 * (features[0] ?? 0) - (features[1] ?? 0)))))
    const model = fitLogistic(labels, { strength: 1 })
    for (const features of [
      [1, 1, 0, 0, 0],
      [-1, 0, 2, 1, 0],
      [0, 0, 0, 0, 0],
    ])
      expect(logisticProbability(model, features)).toBeCloseTo(1 / (1 + Math.exp(-(0.5 + 2 * (features[0] ?? 0) - (features[1] ?? 0)))), 1)
  })

  test('is a little shifted by few labels and taken over by many', () => {
    const prior: LogisticModel = { intercept: 0, weights: [2], means: [0.5], scales: [0.25] }
    // Here, what the prior holds for a good sign is a bad one.
    const contrary = drawn(5000, 1, (features) => 1 / (1 + Math.exp(4 * (features[0] ?? 0))))
    const few = fitLogistic(contrary.slice(0, 5), { prior, strength: 300 })
    const many = fitLogistic(contrary, { prior, strength: 300 })
    expect(few.weights[0]).toBeGreaterThan(1.8)
    expect(few.weights[0]).toBeLessThan(2)
    expect(many.weights[0]).toBeLessThan(-0.5)
    expect(many).toMatchObject({ means: [0.5], scales: [0.25] })
  })

  test('keeps to the prior without labels, and for a feature that never varies', () => {
    const prior: LogisticModel = { intercept: 1, weights: [2, 3], means: [0, 7], scales: [1, 1] }
    expect(fitLogistic([], { prior, strength: 10 })).toBe(prior)
    expect(fitLogistic([label([1, 7], true)], { prior, strength: 10, weightOf: () => 0 })).toBe(prior)
    const model = fitLogistic([label([1, 7], false), label([2, 7], false)], { prior, strength: 10 })
    expect(model.weights[1]).toBe(3)
    expect(model.weights[0]).toBeLessThan(2)
  })

  test.each([
    ['separable', [label([0], false), label([1], true)]],
    ['all right', Array.from({ length: 500 }, (_, at) => label([at], true))],
    ['one', [label([0.3], true)]],
    ['separable by far', [label([-1e6], false), label([1e6], true), label([1], true)]],
    ['constant', [label([4], true), label([4], false), label([4], true)]],
  ])('stays finite where labels are %s', (_, labels) => {
    const model = fitLogistic(labels, { strength: 1 })
    for (const { features } of labels) expect(logisticProbability(model, features)).toBeGreaterThan(0)
    expect([model.intercept, ...model.weights].every((value) => Math.abs(value) < 50)).toBe(true)
  })

  test('gives a label twice the weight of another what two labels give', () => {
    const labels = drawn(60, 2, () => 0.6)
    const twice = fitLogistic([...labels, ...labels.slice(0, 20)], { strength: 5 })
    const weighed = fitLogistic(labels, { strength: 5, weightOf: (one) => (labels.indexOf(one) < 20 ? 2 : 1) })
    for (const features of [
      [0, 0],
      [1, -1],
      [-0.3, 0.8],
    ])
      expect(logisticProbability(weighed, features)).toBeCloseTo(logisticProbability(twice, features), 8)
  })

  test.each([
    ['no strength', () => fitLogistic([label([1], true)], { strength: 0 })],
    ['nothing at all', () => fitLogistic([], { strength: 1 })],
    ['features of two versions', () => fitLogistic([label([1], true), label([1, 2], false)], { strength: 1 })],
    ['a feature that is no number', () => fitLogistic([label([Number.NaN], true)], { strength: 1 })],
    ['a negative weight', () => fitLogistic([label([1], true)], { strength: 1, weightOf: () => -1 })],
  ])('refuses %s', (_, fit) => {
    expect(fit).toThrow(expect.objectContaining({ code: 'bad-argument' }))
  })
})

function label(features: readonly number[], same: boolean): MatchLabel {
  return { features, same, source: 'public', group: 'group' }
}

function drawn(count: number, width: number, probability: (features: readonly number[]) => number): readonly MatchLabel[] {
  const random = seededRandom(11)
  return Array.from({ length: count }, () => {
    const features = Array.from({ length: width }, () => 2 * random.next() - 1)
    return label(features, random.next() < probability(features))
  })
}
