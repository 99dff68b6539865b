import type { Clock } from '../spec/clock.ts'

/** A clock that stands still until it is moved; wall and monotonic time move together. */
export interface ScriptedClock extends Clock {
  /** Negative: back. */
  advance(milliseconds: number): void
}

/** Starts at `now` epoch ms (2026-01-01 unless told) and monotonic 0. */
export function scriptedClock(now = Date.UTC(2026, 0, 1)): ScriptedClock {
  let elapsed = 0
  return {
    now: () => now + elapsed,
    monotonic: () => elapsed,
    advance(milliseconds) {
      elapsed += milliseconds
    },
  }
}
