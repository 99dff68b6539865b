import { dayMs, decay } from '../predictors/time-spans.ts'
import type { Counts } from './yields.ts'

/** After so long an observation counts for half: people move to other questions within a quarter. */
export const yieldHalfLifeMs = 30 * dayMs

/** Counts of `asOf` as they weigh at `now`. A clock that was set back decays nothing and adds nothing. */
export function decayCounts({ trials, credits }: Counts, asOf: number, now: number): Counts {
  const left = decay(now - asOf, yieldHalfLifeMs)
  return { trials: trials * left, credits: credits * left }
}
