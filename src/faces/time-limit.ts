import type { Clock } from '../spec/clock.ts'
import { systemTimer, type Timer } from '../spec/timer.ts'

export interface TimeLimit {
  /** Aborts with the caller's signal, or once the time is over; undefined where neither is given. */
  readonly signal: AbortSignal | undefined
  /** Whether it was the time. */
  readonly isOver: () => boolean
  readonly clear: () => void
}

/** The time left is looked at anew at least so often, ms: a wait is too long once the clock was set or the machine slept. */
const lookMs = 30_000

/**
 * The end of a sleep that may last `forMs`, or until `until` (epoch ms), whichever comes first. `forMs` is counted in
 * monotonic time; `until` is what the wall clock shows, also where it is set meanwhile or the machine slept through it.
 */
export function timeLimit(
  { forMs, until, signal }: { readonly forMs?: number; readonly until?: number; readonly signal?: AbortSignal },
  clock: Clock,
  timer: Timer = systemTimer,
): TimeLimit {
  if (forMs === undefined && until === undefined) return { signal, isOver: () => false, clear: () => {} }
  const endsAt = forMs === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() + forMs
  const leftMs = () => Math.min(endsAt - clock.monotonic(), until === undefined ? Number.POSITIVE_INFINITY : until - clock.now())
  const over = new AbortController()
  const cleared = new AbortController()
  const look = async (): Promise<void> => {
    while (!cleared.signal.aborted) {
      const left = leftMs()
      if (left <= 0) return over.abort()
      await timer.wait(Math.min(left, lookMs), cleared.signal).catch(() => undefined)
    }
  }
  void look()
  return {
    signal: signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]),
    isOver: () => over.signal.aborted && signal?.aborted !== true,
    clear: () => cleared.abort(),
  }
}
