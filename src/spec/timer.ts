import { setTimeout as delay } from 'node:timers/promises'

/** Waiting as the stages see it; tests pass one that does not wait. */
export interface Timer {
  /** Resolves after `milliseconds`; rejects at once when `signal` aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const systemTimer: Timer = {
  wait: (milliseconds, signal) => delay(milliseconds, undefined, signal === undefined ? {} : { signal }),
}
