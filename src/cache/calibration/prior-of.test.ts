import { expect, test } from 'vitest'
import { featureNames } from '../features/feature-names.ts'
import { barFor } from './bar-for.ts'
import { readCalibration } from './calibration-schema.ts'
import { priorOf } from './prior-of.ts'

test('the shipped prior is whole, of these features, and holds its promise on labels it never saw', () => {
  const prior = priorOf('minilm-l6-v2')
  expect(readCalibration(JSON.stringify(prior))).toEqual(prior)
  expect(prior.model.weights).toHaveLength(featureNames.length)
  const bar = barFor(prior, 0.01)
  expect(bar).toBeGreaterThan(0.5)
  const at = prior.risk.findLast((point) => bar !== null && point.probability >= bar)
  expect(at?.hits).toBeGreaterThanOrEqual(299)
})

test('of another embedder it ranks, and no bar rests on it', () => {
  const other = priorOf('someone/else')
  expect(other.features).not.toBe(priorOf('minilm-l6-v2').features)
  expect(barFor(other, 0.01)).toBeNull()
  expect(other.model).toBe(priorOf('minilm-l6-v2').model)
})
