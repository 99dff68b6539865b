import type { Random } from '../../../src/spec/random.ts'

const hour = 3_600_000
const day = 24 * hour
/** A Monday. */
export const streamStart: number = Date.UTC(2026, 0, 5)

/** Times of a Poisson process, `aDay` of them a day on average, between 8:00 and 20:00 UTC. */
export function arrivals(random: Random, count: number, aDay: number, from: number = streamStart): readonly number[] {
  const open = 12 * hour
  const times: number[] = []
  let waited = 0
  for (let made = 0; made < count; made++) {
    waited += (-Math.log(1 - random.next()) * open) / aDay
    times.push(Math.round(from + Math.floor(waited / open) * day + 8 * hour + (waited % open)))
  }
  return times
}

/** Draws positions 0..count-1 by Zipf's law with exponent 1: the first is asked most. */
export function zipf(random: Random, count: number): () => number {
  const sums: number[] = []
  let sum = 0
  for (let rank = 1; rank <= count; rank++) {
    sum += 1 / rank
    sums.push(sum)
  }
  return () => {
    const wanted = random.next() * sum
    const found = sums.findIndex((until) => wanted < until)
    return found === -1 ? count - 1 : found
  }
}

/** The same items in an order drawn by `random` (Fisher and Yates). */
export function shuffled<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  const drawn = [...items]
  for (let last = drawn.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1))
    const [one, two] = [drawn[last], drawn[other]]
    if (one !== undefined && two !== undefined) [drawn[last], drawn[other]] = [two, one]
  }
  return drawn
}
