import { ReverieError } from '../spec/errors.ts'
import { systemTimer, type Timer } from '../spec/timer.ts'

export interface TimeLimit {
  readonly model: string
  readonly timeoutMs: number
  readonly timer?: Timer
  readonly signal: AbortSignal | undefined
}

/**
 * Runs `work` with a signal that aborts when the caller's does or the time is over, and rejects at that moment whether or
 * not `work` minds the signal. A late result is dropped.
 */
export async function withinTime<Result>(
  work: (signal: AbortSignal) => PromiseLike<Result>,
  { model, timeoutMs, timer = systemTimer, signal }: TimeLimit,
): Promise<Result> {
  const stop = new AbortController()
  const done = new AbortController()
  const limit = timer.wait(timeoutMs, done.signal).then(() => {
    throw new ReverieError('model-failed', `${model} failed: no answer within ${timeoutMs / 1000} s`, { isRetryable: true })
  })
  const interrupted = new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: done.signal })
  })
  const working = (async () => await work(stop.signal))()
  // The ones that lose the race settle later, unseen.
  for (const promise of [limit, interrupted, working]) promise.catch(() => undefined)
  try {
    return await Promise.race([working, limit, interrupted])
  } catch (cause) {
    stop.abort(cause)
    throw cause
  } finally {
    done.abort()
  }
}
