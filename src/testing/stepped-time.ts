import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../spec/clock.ts'
import type { Timer } from '../spec/timer.ts'

/** A clock and a timer that belong together and pass only when told. */
export interface SteppedTime {
  readonly clock: Clock
  readonly timer: Timer
  /** Lets time pass, ending the waits that fall into it in their order, each with what follows from it. */
  pass(milliseconds: number): Promise<void>
  /** Lets whatever is under way come to its next wait. */
  settle(): Promise<void>
}

const turns = 20

/** Starts at monotonic 0 and `now` epoch ms (2026-01-01 unless told). */
export function steppedTime(now = Date.UTC(2026, 0, 1)): SteppedTime {
  let elapsed = 0
  const waits = new Set<{ readonly at: number; readonly end: () => void }>()
  const settle = async () => {
    for (let at = 0; at < turns; at++) await turn()
  }
  return {
    clock: { now: () => now + elapsed, monotonic: () => elapsed },
    timer: {
      wait: (milliseconds, signal) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted) return reject(signal.reason)
          const wait = {
            at: elapsed + milliseconds,
            end: () => {
              waits.delete(wait)
              resolve()
            },
          }
          waits.add(wait)
          signal?.addEventListener(
            'abort',
            () => {
              waits.delete(wait)
              reject(signal.reason)
            },
            { once: true },
          )
        }),
    },
    settle,
    async pass(milliseconds) {
      const until = elapsed + milliseconds
      await settle()
      for (;;) {
        const [next] = [...waits].filter((wait) => wait.at <= until).sort((left, right) => left.at - right.at)
        if (next === undefined) break
        elapsed = Math.max(elapsed, next.at)
        next.end()
        await settle()
      }
      elapsed = until
    },
  }
}
