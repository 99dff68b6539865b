import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { Random } from '../spec/random.ts'
import { systemTimer, type Timer } from '../spec/timer.ts'
import { type ModelFailure, modelFailure } from './model-failure.ts'

export interface RetryPolicy {
  /** Attempts in all, the first included. Default 3. */
  readonly tries: number
  /** Wait before the second attempt; doubled for each further one, and spread by half of it. Default 1,000 ms. */
  readonly firstWaitMs: number
  /** The longest wait the provider may ask for; beyond it the call fails at once. Default 60,000 ms. */
  readonly longestWaitMs: number
}

export const defaultRetryPolicy: RetryPolicy = { tries: 3, firstWaitMs: 1000, longestWaitMs: 60_000 }

export interface RetryDependencies {
  readonly model: string
  readonly policy: RetryPolicy
  readonly clock: Clock
  readonly random: Random
  readonly timer?: Timer
}

/**
 * Runs `attempt` until it resolves, fails for good or has been tried often enough. Waits as long as the provider asks, else
 * by exponential back-off with jitter. Rejects with the last failure as a ReverieError, or with `aborted`.
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  { model, policy, clock, random, timer = systemTimer }: RetryDependencies,
  signal: AbortSignal | undefined,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    if (signal?.aborted) throw stopped(signal)
    try {
      return await attempt()
    } catch (cause) {
      if (signal?.aborted) throw stopped(signal)
      const failure = cause instanceof AttemptFailed ? cause.failure : modelFailure(model, cause, clock.now())
      if (!failure.error.isRetryable || tried >= policy.tries) throw failure.error
      const backOff = policy.firstWaitMs * 2 ** (tried - 1) * (0.75 + random.next() / 2)
      const waitMs = failure.retryAfterMs ?? backOff
      if (waitMs > policy.longestWaitMs) throw failure.error
      try {
        await timer.wait(waitMs, signal)
      } catch (interrupted) {
        throw signal?.aborted ? stopped(signal) : interrupted
      }
    }
  }
}

/** Carries one attempt's classified failure to {@link withRetries}. */
export class AttemptFailed extends Error {
  override readonly name = 'AttemptFailed'
  readonly failure: ModelFailure

  constructor(failure: ModelFailure) {
    super(failure.error.message, { cause: failure.error })
    this.failure = failure
  }
}

export function stopped(signal: AbortSignal): ReverieError {
  return new ReverieError('aborted', 'Stopped on request before the model had answered.', { cause: signal.reason })
}
