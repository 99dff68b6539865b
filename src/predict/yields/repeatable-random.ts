import type { Random } from '../../spec/random.ts'

/** Uniform numbers that a seed repeats, for what is to come out the same each time it is looked at (Mulberry32, T. Ettinger). */
export function repeatableRandom(seed: number): Pick<Random, 'next'> {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
    },
  }
}
