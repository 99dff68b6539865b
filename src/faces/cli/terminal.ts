import type { Readable, Writable } from 'node:stream'
import { type Clock, systemClock } from '../../spec/clock.ts'

/** A stream a person may be looking at. */
export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** Everything the command line touches of the process it runs in; tests pass their own. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Screen
  readonly stderr: Screen
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly clock: Clock
  /** Calls `handler` on every Ctrl-C (SIGINT) and SIGTERM until the returned function is called. */
  onInterrupt(handler: () => void): () => void
  /** Calls `tick` every so many milliseconds until the returned function is called; keeps no process alive. */
  every(intervalMs: number, tick: () => void): () => void
  /** Ends the process at once. */
  exit(code: number): void
}

export function systemTerminal(): Terminal {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    cwd: process.cwd(),
    clock: systemClock,
    onInterrupt(handler) {
      process.on('SIGINT', handler)
      process.on('SIGTERM', handler)
      return () => {
        process.off('SIGINT', handler)
        process.off('SIGTERM', handler)
      }
    },
    every(intervalMs, tick) {
      const timer = setInterval(tick, intervalMs)
      timer.unref()
      return () => clearInterval(timer)
    },
    exit: (code) => process.exit(code),
  }
}

/** Columns to fit text into: those of a screen, unlimited for files and pipes. */
export function widthOf(stream: Screen): number {
  return stream.isTTY === true ? Math.max(20, stream.columns ?? 80) : Number.POSITIVE_INFINITY
}
