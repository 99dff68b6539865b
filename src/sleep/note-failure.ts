import { type ErrorCode, ReverieError } from '../spec/errors.ts'
import { quarantineStatement } from './quarantine.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

/** An item that a skill failed on. */
export interface FailedItem {
  readonly stage: 'distil' | 'predict' | 'pre-answer' | 'keys'
  readonly id: string
  /** As the receipt names it. */
  readonly name: string
  /** Digest of what it was made from: another one is tried afresh. */
  readonly input: string
}

/** What every further item would meet too. */
const ending: ReadonlySet<ErrorCode> = new Set([
  'aborted',
  'bad-config',
  'budget-refused',
  'lease-held',
  'model-missing-package',
  'model-unknown',
  'package-missing',
])

/** A model that could not be reached for so many items in a row is taken to be down. */
const mostInARow = 8

/**
 * Counts a failure with its reason. What waits in a batch has not failed and stays owed. What may pass by itself leaves the item owed; anything else counts towards its
 * quarantine. Rethrows what ends the sleep.
 */
export async function noteFailure(context: SleepContext, item: FailedItem, cause: unknown): Promise<void> {
  throwIfAborted(context.signal)
  if (cause instanceof ReverieError && ending.has(cause.code)) throw cause
  const { tally } = context
  if (cause instanceof ReverieError && cause.code === 'parked') {
    tally.park()
    return
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  tally.fail(item.stage, item.name, reason, cause instanceof ReverieError ? cause.hint : undefined)
  if (cause instanceof ReverieError && cause.isRetryable) {
    tally.unreachable += 1
    if (tally.unreachable >= mostInARow) throw cause
    return
  }
  await commit(context, [quarantineStatement(context, item.id, item.stage, item.input, reason)])
}
