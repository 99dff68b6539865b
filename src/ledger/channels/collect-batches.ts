import type { BatchProvider, BatchStatus } from '../../spec/channel.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { Statement } from '../../spec/store.ts'
import { releaseStatement } from '../ledger-table.ts'
import type { BatchCounts } from './batch-report.ts'
import { countReturned } from './batch-report.ts'
import {
  type BatchCallRow,
  type BatchRow,
  batchesIn,
  endCallStatement,
  lineId,
  setBatchStatement,
  stillIn,
  waitingCalls,
} from './batch-rows.ts'
import { asking, type BatchWorld } from './batch-world.ts'
import { readResults } from './read-results.ts'
import { noteSubmitted, ofProvider } from './submit-batches.ts'

/** A batch just made may not be listed yet. */
const listedAfterMs = 60_000
/** So long after its end a batch that cannot be read, or is not there, is given up. */
const givenUpAfterMs = 48 * 3_600_000

/**
 * Asks what became of the batches that were sent, and keeps what came. A provider that cannot be asked, or results that
 * break off, leave the rest for the next time. Rejects only with `aborted`, or where the store fails.
 */
export async function collectBatches(world: BatchWorld, counts: BatchCounts, signal: AbortSignal | undefined): Promise<void> {
  for (const batch of await batchesIn(world.store.read, world, ['submitted'])) {
    try {
      const found = batch.reference === null ? await recover(world, batch, signal) : batch
      if (found !== null) await collectBatch(world, counts, found, signal)
    } catch (cause) {
      if (!(cause instanceof ReverieError) || !ofProvider(cause)) throw cause
      counts.problems.push(`a batch could not be asked after: ${cause.message}`)
      if (cause.code === 'model-unknown') await giveUpLate(world, counts, batch, 'the provider does not know its batch any more')
    }
  }
}

/** A batch that may have been made: looked up before anything is sent again. */
async function recover(world: BatchWorld, batch: BatchRow, signal: AbortSignal | undefined): Promise<BatchRow | null> {
  const { store, scope, clock } = world
  const db = store.read
  const calls = await waitingCalls(db, scope, batch.batch)
  const known = await db.selectFrom('batches').select('reference').where('reference', 'is not', null).execute()
  const since = batch.submitted_at ?? batch.made_at
  const search = {
    key: batch.batch,
    lines: calls.map(({ call }) => lineId(batch.batch, call)),
    since,
    notIn: new Set(known.flatMap(({ reference }) => reference ?? [])),
  }
  const found = await asking(world, (provider) => provider.find(search, signal), signal)
  if (found === 'unknown') return null
  if (found === 'absent') {
    if (clock.now() - since < listedAfterMs) return null
    await store.write([setBatchStatement(db, batch, { state: 'open', submitted_at: null })], { expect: [stillIn(db, batch)] })
    return null
  }
  await noteSubmitted(world, batch, found)
  return { ...batch, reference: found.reference, expires_at: found.expiresAt }
}

async function collectBatch(world: BatchWorld, counts: BatchCounts, batch: BatchRow, signal: AbortSignal | undefined): Promise<void> {
  const { store, scope } = world
  const { reference } = batch
  if (reference === null) return
  const status = await asking(world, (provider) => provider.status(reference, signal), signal)
  if (status.kind === 'running') return
  const calls = await waitingCalls(store.read, scope, batch.batch)
  if (status.kind === 'failed') {
    counts.problems.push(`the provider refused a batch: ${status.reason}`)
    await endBatch(world, counts, batch, 'failed', unrun(calls, status))
    return
  }
  const { answered } = await readResults(world, counts, { batch, reference, calls }, signal)
  if (answered < status.answered) {
    counts.problems.push(`results of a batch broke off: ${answered} of ${status.answered} could be read`)
    await giveUpLate(world, counts, batch, 'its result could not be read')
    return
  }
  const left = await waitingCalls(store.read, scope, batch.batch)
  const why = {
    completed: 'no result came of it',
    expired: 'it was not answered before the batch expired',
    cancelled: 'the batch was cancelled',
  }
  const returned = left.map((call): Returned => ({ call, state: 'expired', reason: why[status.how] }))
  await endBatch(world, counts, batch, status.how === 'completed' ? 'ended' : status.how, returned)
  await discard(world, reference, signal)
}

interface Returned {
  readonly call: BatchCallRow
  /** `failed` will fail again; `expired` is owed again. */
  readonly state: 'failed' | 'expired'
  readonly reason: string
}

/** Nothing of a refused batch was run; only the lines at fault are at fault. */
function unrun(calls: readonly BatchCallRow[], { reason, lines }: Extract<BatchStatus, { kind: 'failed' }>): readonly Returned[] {
  const faults = new Map(lines.map((one) => [one.line, one.reason]))
  return calls.map((call, line): Returned => {
    const fault = faults.get(line)
    return fault === undefined
      ? { call, state: 'expired', reason: `the batch was refused: ${reason}` }
      : { call, state: 'failed', reason: fault }
  })
}

async function giveUpLate(world: BatchWorld, counts: BatchCounts, batch: BatchRow, reason: string): Promise<void> {
  const { store, scope, clock } = world
  const end = batch.expires_at ?? batch.submitted_at ?? batch.made_at
  if (clock.now() < end + givenUpAfterMs) return
  const calls = await waitingCalls(store.read, scope, batch.batch)
  await endBatch(
    world,
    counts,
    batch,
    'failed',
    calls.map((call) => ({ call, state: 'expired', reason })),
  )
}

const slice = 500

/** What came to nothing costs nothing and may be asked for again; once that is written the batch is over. */
async function endBatch(
  { store, clock }: BatchWorld,
  counts: BatchCounts,
  batch: BatchRow,
  state: BatchRow['state'],
  returned: readonly Returned[],
): Promise<void> {
  const db = store.read
  const at = clock.now()
  for (let from = 0; from < returned.length; from += slice) {
    const some = returned.slice(from, from + slice)
    const statements = some.flatMap(({ call, state, reason }): Statement[] => [
      endCallStatement(db, call, { state, reason, at, request: '' }),
      releaseStatement(db, call.ledger),
    ])
    if (!(await store.write(statements, { expect: [stillIn(db, batch)] })).committed) return
    for (const { reason } of some) countReturned(counts, reason)
  }
  await store.write([setBatchStatement(db, batch, { state })], { expect: [stillIn(db, batch)] })
}

/** What was read is kept here; a provider that will not remove it keeps it until its own term. */
async function discard(world: BatchWorld, reference: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    await asking(world, (provider: BatchProvider) => provider.discard(reference, signal), signal)
  } catch (cause) {
    if (!(cause instanceof ReverieError) || !ofProvider(cause)) throw cause
  }
}
