import type { Random } from '../spec/random.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Chance that repeats: the same seed gives the same numbers and ids. Mulberry32, a 32-bit generator by T. Ettinger. */
export function seededRandom(seed = 1): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    id: () => Array.from({ length: 16 }, () => alphabet[Math.floor(next() * alphabet.length)]).join(''),
  }
}
