import type { Clock } from '../../spec/clock.ts'
import type { Sweep } from '../../spec/source.ts'
import type { Timer } from '../../spec/timer.ts'
import type { Watcher } from '../../spec/watcher.ts'

export interface PollingWatcherOptions {
  readonly clock: Clock
  readonly timer: Timer
  /** Goes over the folder and compares it with the seals it gave last; rejects where the folder cannot be read. */
  readonly sweep: (seals: ReadonlyMap<string, string>, signal: AbortSignal) => Promise<Sweep>
  /** Least time between two looks, ms. Default 1,000. */
  readonly leastMs?: number
}

/** Of the time, at most a twentieth goes into looking. */
const rest = 19

/**
 * Watches by looking: every second, or as much more seldom as the folder takes long to go over. Works on any disk. A folder
 * that cannot be read for a while is looked at again.
 */
export function createPollingWatcher({ clock, timer, sweep, leastMs = 1_000 }: PollingWatcherOptions): Watcher {
  return {
    async subscribe(_root, handlers) {
      const stop = new AbortController()
      let seals: ReadonlyMap<string, string> = new Map()
      let isReadable = true
      let tookMs = 0

      const look = async (isFirst: boolean): Promise<void> => {
        const began = clock.monotonic()
        try {
          const found = await sweep(seals, stop.signal)
          seals = found.seals
          if (!isReadable) handlers.onLost()
          else if (!isFirst && found.differing.length > 0) handlers.onChange(found.differing.map((path) => ({ path, depth: 'own' })))
          isReadable = true
        } catch (cause) {
          if (stop.signal.aborted) return
          if (isFirst) throw cause
          if (isReadable) handlers.onLost()
          isReadable = false
        }
        tookMs = clock.monotonic() - began
      }

      const poll = async (): Promise<void> => {
        while (!stop.signal.aborted) {
          await timer.wait(Math.max(leastMs, tookMs * rest), stop.signal).catch(() => {})
          if (!stop.signal.aborted) await look(false)
        }
      }

      await look(true)
      const polling = poll()
      return {
        close: async () => {
          stop.abort()
          await polling
        },
      }
    },
  }
}
