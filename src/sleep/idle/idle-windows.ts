import { Cron } from 'croner'
import { ReverieError } from '../../spec/errors.ts'
import type { IdleReading } from '../../spec/idle.ts'

/** When and on what machine a sleep may begin. */
export interface IdleConditions {
  /** Cron expressions in local time; a sleep may begin within {@link windowMs} of one of their times. Empty: at any time. */
  readonly windows: readonly string[]
  readonly maxLoad: number
  readonly onBattery: boolean
}

/** A window stays open for so long, ms. */
export const windowMs = 3_600_000

/** Why a sleep may not begin at `at` (epoch ms), in words; null where it may. Throws `bad-config` for a window that cannot be read. */
export function idleRefusal(at: number, reading: IdleReading, { windows, maxLoad, onBattery }: IdleConditions): string | null {
  const next = nextWindow(at, windows)
  if (next === Number.POSITIVE_INFINITY) return 'none of its windows ever opens again'
  if (next !== null && next > at) return `its window opens at ${new Date(next).toLocaleString('sv-SE').slice(0, 16)}`
  if (!onBattery && reading.onBattery === true) return 'the machine runs on battery'
  if (reading.loadPerCore !== null && reading.loadPerCore > maxLoad)
    return `the machine is busy (load ${reading.loadPerCore.toFixed(2)} a core, ${maxLoad} allowed)`
  return null
}

/** When the next window opens, epoch ms; `at` itself while one is open; null where there are none, infinity where none ever opens again. */
export function nextWindow(at: number, windows: readonly string[]): number | null {
  if (windows.length === 0) return null
  const openings = windows.flatMap((window) => {
    const cron = cronOf(window)
    const [last] = cron.previousRuns(1, new Date(at + 1))
    if (last !== undefined && at - last.getTime() < windowMs) return [at]
    const next = cron.nextRun(new Date(at))
    return next === null ? [] : [next.getTime()]
  })
  return openings.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...openings)
}

function cronOf(window: string): Cron {
  try {
    return new Cron(window, { paused: true })
  } catch (cause) {
    throw new ReverieError('bad-config', `The window "${window}" is no cron expression.`, {
      cause,
      hint: 'Write minute, hour, day, month and weekday, such as "0 22 * * *" for ten at night.',
    })
  }
}
