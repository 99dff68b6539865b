import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cutWaves } from './waves.ts'

it('puts every document in exactly one wave, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 500 })), (owed) => {
      const items = owed.map((count, index) => ({ count, index }))
      expect(cutWaves(items, (item) => item.count).flat()).toEqual(items)
    }),
  )
})

it('starts with a small wave', () => {
  const waves = cutWaves(
    Array.from({ length: 300 }, (_, index) => index),
    () => 10,
  )
  expect(waves[0]).toHaveLength(10)
  expect(waves.length).toBeGreaterThan(3)
})
