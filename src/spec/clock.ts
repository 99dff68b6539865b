/** Time as the stages see it; tests pass a scripted one. */
export interface Clock {
  /** Wall time in epoch milliseconds, for `…At` fields and leases. */
  now(): number
  /** Monotonic milliseconds with a fraction, for durations only. */
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
}
