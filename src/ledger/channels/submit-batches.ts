import type { BatchLine } from '../../spec/channel.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { Statement } from '../../spec/store.ts'
import { releaseStatement } from '../ledger-table.ts'
import type { BatchCounts } from './batch-report.ts'
import {
  type BatchCallRow,
  type BatchRow,
  batchesIn,
  dropCallStatement,
  forgetRequestsStatement,
  lineId,
  requestOf,
  setBatchStatement,
  stillIn,
  waitingCalls,
} from './batch-rows.ts'
import { asking, askingOnce, type BatchWorld, MayBeSent } from './batch-world.ts'

export interface SubmitOptions {
  /** Whether a call is still wanted: others are taken back before they cost. */
  readonly isWanted: (call: string) => boolean
  readonly signal: AbortSignal | undefined
}

/**
 * Sends the open batches. That one is about to be sent is written before, and its id after: what happens between leaves a
 * batch that may be with the provider, which is looked up there before anything is sent again. One that the provider
 * turns away stays open. Rejects only with `aborted`, or where the store fails.
 */
export async function submitBatches(world: BatchWorld, counts: BatchCounts, { isWanted, signal }: SubmitOptions): Promise<void> {
  const { store, scope } = world
  for (const batch of await batchesIn(store.read, world, ['open'])) {
    const calls = await waitingCalls(store.read, scope, batch.batch)
    const wanted = calls.filter(({ call }) => isWanted(call))
    await takeBack(
      world,
      calls.filter(({ call }) => !isWanted(call)),
    )
    if (wanted.length > 0) await submitBatch(world, counts, batch, wanted, signal)
    else await store.write([setBatchStatement(store.read, batch, { state: 'cancelled', reason: 'nothing in it was wanted any more' })])
  }
}

/** Takes back calls that were not sent. */
async function takeBack({ store }: BatchWorld, calls: readonly BatchCallRow[]): Promise<void> {
  for (let at = 0; at < calls.length; at += slice) {
    const statements: Statement[] = calls
      .slice(at, at + slice)
      .flatMap((call) => [releaseStatement(store.read, call.ledger), dropCallStatement(store.read, call)])
    await store.write(statements)
  }
}

const slice = 500

async function submitBatch(
  world: BatchWorld,
  counts: BatchCounts,
  batch: BatchRow,
  calls: readonly BatchCallRow[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { store, clock } = world
  const db = store.read
  const lines = calls.map((call): BatchLine => ({ id: lineId(batch.batch, call.call), ...requestOf(call.request) }))
  try {
    const staged = await asking(world, (provider) => provider.stage(batch.batch, lines, signal), signal)
    const submitting: BatchRow = { ...batch, state: 'submitted', submitted_at: clock.now(), reason: '' }
    const intent = setBatchStatement(db, batch, { state: submitting.state, submitted_at: submitting.submitted_at, reason: '' })
    if (!(await store.write([intent], { expect: [stillIn(db, batch)] })).committed) return
    try {
      const sent = await askingOnce(world, (provider) => provider.submit(batch.batch, staged, lines, signal), signal)
      await noteSubmitted(world, submitting, sent)
      counts.sent += calls.length
    } catch (cause) {
      if (cause instanceof ReverieError && !isInterrupted(cause)) {
        await store.write([setBatchStatement(db, batch, { state: 'open', submitted_at: null, reason: cause.message })])
      }
      throw cause
    }
  } catch (cause) {
    if (cause instanceof MayBeSent)
      counts.problems.push(`a batch may or may not have been sent, and is looked for by the next sleep: ${cause.message}`)
    else if (cause instanceof ReverieError && ofProvider(cause)) counts.problems.push(`a batch was not sent: ${cause.message}`)
    else throw cause
  }
}

/** Stopped while the request was under way: it may have been taken. */
function isInterrupted({ code }: ReverieError): boolean {
  return code === 'aborted'
}

/** What ends no sleep: everything it made is kept, and the calls wait to be sent. */
export function ofProvider({ code }: ReverieError): boolean {
  return code === 'model-failed' || code === 'model-unknown' || code === 'bad-config' || code === 'package-missing'
}

/** Writes under which id a batch is with the provider. */
export async function noteSubmitted(
  { store }: BatchWorld,
  batch: BatchRow,
  sent: { readonly reference: string; readonly expiresAt: number },
): Promise<void> {
  const db = store.read
  await store.write([
    setBatchStatement(db, batch, { reference: sent.reference, expires_at: sent.expiresAt }),
    forgetRequestsStatement(db, batch),
  ])
}
