import { Readable, Writable } from 'node:stream'
import type { Terminal } from '../faces/cli/terminal.ts'

export interface ScriptedTerminalOptions {
  /** Whether a person looks at stdout and stderr and types at stdin. */
  readonly isTTY?: boolean
  readonly columns?: number
  readonly stdin?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly now?: number
}

/** A terminal for tests of the command line: it keeps what was written, and time and Ctrl-C come from the test. */
export interface ScriptedTerminal extends Terminal {
  readonly out: () => string
  readonly err: () => string
  /** Presses Ctrl-C. */
  readonly interrupt: () => void
  /** Lets time pass and calls the ticks that are due. */
  readonly pass: (durationMs: number) => void
  readonly exits: readonly number[]
}

export function createScriptedTerminal(options: ScriptedTerminalOptions = {}): ScriptedTerminal {
  const { isTTY = false, columns = 80, stdin = '', environment = {}, cwd = process.cwd(), now = 1_800_000_000_000 } = options
  const written = { out: '', err: '' }
  const handlers = new Set<() => void>()
  const ticks = new Map<symbol, { readonly everyMs: number; nextAtMs: number; readonly tick: () => void }>()
  const exits: number[] = []
  let elapsedMs = 0
  const screen = (name: 'out' | 'err') =>
    Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          written[name] += String(chunk)
          done()
        },
      }),
      { isTTY, columns },
    )
  return {
    stdin: Object.assign(Readable.from(stdin === '' ? [] : [stdin]), { isTTY }),
    stdout: screen('out'),
    stderr: screen('err'),
    environment,
    cwd,
    clock: { now: () => now + elapsedMs, monotonic: () => elapsedMs },
    onInterrupt(handler) {
      handlers.add(handler)
      return () => handlers.delete(handler)
    },
    every(intervalMs, tick) {
      const key = Symbol('tick')
      ticks.set(key, { everyMs: intervalMs, nextAtMs: elapsedMs + intervalMs, tick })
      return () => ticks.delete(key)
    },
    exit: (code) => exits.push(code),
    out: () => written.out,
    err: () => written.err,
    interrupt: () => {
      for (const handler of handlers) handler()
    },
    pass(durationMs) {
      elapsedMs += durationMs
      for (const entry of ticks.values()) {
        while (entry.nextAtMs <= elapsedMs) {
          entry.nextAtMs += entry.everyMs
          entry.tick()
        }
      }
    },
    exits,
  }
}
