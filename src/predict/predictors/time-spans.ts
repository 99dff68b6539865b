/** Milliseconds. */
export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
export const weekMs = 7 * dayMs

/** What is left of 1 after `ageMs`, halved every `halfLifeMs`; nothing in the future counts for more than 1. */
export function decay(ageMs: number, halfLifeMs: number): number {
  return 2 ** (-Math.max(0, ageMs) / halfLifeMs)
}

/** The time that decayed counts stand for, in days: what an unbroken watch since `sinceMs` ago adds up to; at least one day. */
export function watchedDays(sinceMs: number, halfLifeMs: number): number {
  const mean = halfLifeMs / Math.LN2
  return Math.max(1, (mean * (1 - decay(sinceMs, halfLifeMs))) / dayMs)
}

/** Probability that something with this many events a day happens within `withinMs` (a Poisson process). */
export function chanceWithin(perDay: number, withinMs: number): number {
  return 1 - Math.exp(-Math.max(0, perDay) * (withinMs / dayMs))
}
