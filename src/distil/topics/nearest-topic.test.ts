import { expect, it } from 'vitest'
import { nearestTopic } from './nearest-topic.ts'

const vector = (...values: readonly number[]) => Float32Array.from(values)
const topics = new Map([
  ['ocean', [vector(1, 1, 0.1, 0), vector(1, 0.9, 0, 0.1)]],
  ['steam', [vector(1, 0, 1, 0.1), vector(1, 0.1, 0.9, 0)]],
  ['law', [vector(1, 0, 0, 1)]],
])

it('takes out what all topics share before it compares', () => {
  expect(nearestTopic(vector(9, 2, 0, 0), topics)?.topic).toBe('ocean')
  expect(nearestTopic(vector(9, 0, 2, 0), topics)?.topic).toBe('steam')
  expect(nearestTopic(vector(90, 0, 0, 9), topics)?.topic).toBe('law')
})

it('weighs between 0 and 1, and knows none where there is none', () => {
  for (const each of [vector(1, 0, 0, 0), vector(0, 0, 0, 0), vector(-1, 5, -3, 2)]) {
    const weight = nearestTopic(each, topics)?.weight ?? -1
    expect(weight).toBeGreaterThanOrEqual(0)
    expect(weight).toBeLessThanOrEqual(1.000001)
  }
  expect(nearestTopic(vector(1, 2), new Map())).toBeNull()
})
