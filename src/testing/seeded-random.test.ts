import { expect, it } from 'vitest'
import { seededRandom } from './seeded-random.ts'

it('repeats by seed, stays in [0, 1) and spreads', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed)
    return Array.from({ length: 10_000 }, () => random.next())
  }
  const numbers = draw(7)
  expect(numbers).toEqual(draw(7))
  expect(numbers).not.toEqual(draw(8))
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
  for (let tenth = 0; tenth < 10; tenth += 1) {
    expect(numbers.filter((number) => Math.floor(number * 10) === tenth).length).toBeGreaterThan(850)
  }
})

it('gives ids like the system does', () => {
  const random = seededRandom()
  const ids = Array.from({ length: 100 }, () => random.id())
  expect(new Set(ids).size).toBe(100)
  expect(ids.every((id) => /^[0-9a-z]{16}$/.test(id))).toBe(true)
})
