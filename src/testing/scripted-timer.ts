import type { Timer } from '../spec/timer.ts'

/** A timer that never waits: it records each wait, and ends at once those that `passes` names; the others only by their signal. */
export interface ScriptedTimer extends Timer {
  /** Milliseconds of every wait begun, in order. */
  readonly waits: readonly number[]
}

/** By default waits shorter than 100 s pass at once and longer ones, the time limits of calls, never end by themselves. */
export function scriptedTimer(passes: (milliseconds: number) => boolean = (milliseconds) => milliseconds < 100_000): ScriptedTimer {
  const waits: number[] = []
  return {
    waits,
    wait(milliseconds, signal) {
      waits.push(milliseconds)
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
        if (passes(milliseconds)) setImmediate(resolve)
      })
    },
  }
}
