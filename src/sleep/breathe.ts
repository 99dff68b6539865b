import { nextTurn } from '../corpus/next-turn.ts'
import { type SleepContext, throwIfAborted } from './sleep-context.ts'

/**
 * Awaited between small steps of a sleep, and before anything is sent: ends it where it was told to stop, waits while
 * somebody asks, and lets whoever else waits for this thread run. An abort ends the waiting too. Throws `aborted`.
 */
export async function breathe({ signal, pause }: Pick<SleepContext, 'signal' | 'pause'>): Promise<void> {
  throwIfAborted(signal)
  if (pause !== undefined) await untilAborted(pause(), signal)
  await nextTurn()
  throwIfAborted(signal)
}

async function untilAborted(passing: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return passing
  const done = new AbortController()
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: done.signal })
  })
  try {
    await Promise.race([passing, aborted])
  } catch (cause) {
    throwIfAborted(signal)
    throw cause
  } finally {
    done.abort()
    // A pause that does not know the signal ends later, unseen.
    passing.catch(() => undefined)
  }
}
