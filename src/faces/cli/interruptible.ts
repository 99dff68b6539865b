import { ReverieError } from '../../spec/errors.ts'
import type { Terminal } from './terminal.ts'

/** One press can arrive more than once: the terminal, npm and the launcher each pass it on. */
const samePressMs = 300
/** A stop takes at most a second; what is committed by then is kept, since every write is one transaction. */
const graceMs = 900

/**
 * Runs with a signal that the first Ctrl-C aborts. A second press, or a stop that takes longer than the grace, ends the
 * process with exit code 130 at once.
 */
export async function interruptible<Result>(terminal: Terminal, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  let pressedAt: number | null = null
  let stopWaiting: () => void = () => {}
  const unsubscribe = terminal.onInterrupt(() => {
    const now = terminal.clock.monotonic()
    if (pressedAt === null) {
      pressedAt = now
      stopWaiting = terminal.every(graceMs, () => leave(terminal))
      controller.abort(new ReverieError('aborted', 'Interrupted; everything finished is kept.', { hint: 'Run it again to continue.' }))
    } else if (now - pressedAt > samePressMs) {
      leave(terminal)
    }
  })
  try {
    return await run(controller.signal)
  } finally {
    stopWaiting()
    unsubscribe()
  }
}

function leave(terminal: Terminal): void {
  terminal.stderr.write('stopped: Interrupted; everything finished is kept.\n')
  terminal.exit(130)
}
