import type { CapturedCall, ChannelAnswer, ChannelCall, ModelChannel } from '../../spec/channel.ts'
import { digest } from '../../spec/digest.ts'
import { ReverieError } from '../../spec/errors.ts'
import { type BatchReport, noCounts } from './batch-report.ts'
import {
  addCallStatement,
  type BatchCallRow,
  batchCall,
  batchesIn,
  dropCallStatement,
  markUsedStatement,
  openBatchStatement,
  requestText,
} from './batch-rows.ts'
import type { BatchWorld } from './batch-world.ts'
import { collectBatches } from './collect-batches.ts'
import { reportOf } from './report-of.ts'
import { submitBatches } from './submit-batches.ts'
import { sweepCalls } from './sweep-calls.ts'

/** The calls of one sleep that are sent together, and the answers of those that were sent before. */
export interface BatchChannel extends ModelChannel {
  /** Before anything is asked: keeps what was answered since. Rejects only with `aborted`, or where the store fails. */
  collect(signal?: AbortSignal): Promise<void>
  /**
   * After everything was asked: sends what is new. `isWhole` where all that is owed was asked for: then what nobody asked for
   * is taken back, and answers that nobody used are given up.
   */
  submit(options: { readonly isWhole: boolean; readonly signal?: AbortSignal | undefined }): Promise<void>
  report(): Promise<BatchReport>
}

/**
 * Sends calls together, to be answered within a day. A call is known by the digest of its request. Asked for the first time
 * it is reserved and added to the open batch; asked for again it is parked until its batch has been read, then answered
 * from what came, by the provider's own client. What nobody asks for any more, as its source changed, is never used.
 *
 * Batch: `open` (takes calls) → `submitted` (intent written; then with the provider's id) → `ended`, `expired`, `cancelled`
 * or `failed`; back to `open` where the provider turned it away or never had it. Call: `waiting` → `answered` → `used`;
 * `failed` (for good: rejects once, then may be tried anew); `expired` (owed again when asked for). A ledger row is
 * `reserved` exactly as long as its call waits.
 */
export function createBatchChannel(world: BatchWorld): BatchChannel {
  const { store, scope, model, clock, random } = world
  const db = store.read
  const asked = new Set<string>()
  const counts = noCounts()
  let adding: Promise<unknown> = Promise.resolve()
  let open: { readonly batch: string; calls: number; bytes: number } | null = null

  async function room(bytes: number): Promise<string> {
    const { mostCalls, mostBytes } = await world.provider()
    open ??= await lastOpen(world)
    if (open === null || open.calls + 1 > mostCalls || (open.calls > 0 && open.bytes + bytes > mostBytes)) {
      open = { batch: random.id(), calls: 0, bytes: 0 }
    }
    open.calls += 1
    open.bytes += bytes
    return open.batch
  }

  async function add(call: string, captured: CapturedCall, reserve: () => Promise<string>): Promise<void> {
    const there = await batchCall(db, scope, call)
    if (there !== undefined && there.state !== 'expired') return
    const ledger = await reserve()
    const request = requestText(captured)
    const batch = await room(Buffer.byteLength(request) + 100)
    const at = clock.now()
    const none = { reference: null, submitted_at: null, expires_at: null, reason: '' }
    await store.write([
      openBatchStatement(db, { scope, batch, channel: 'batch', model, state: 'open', made_at: at, ...none }),
      addCallStatement(db, { scope, call, batch, ledger, request, response: null, state: 'waiting', reason: '', at }),
    ])
  }

  async function answered(call: ChannelCall, row: BatchCallRow): Promise<ChannelAnswer> {
    const result = await (await world.provider()).replay(call, row.response ?? '')
    if (row.state === 'answered') {
      await store.write([markUsedStatement(db, row)])
      counts.used += 1
    }
    return { kind: 'answered', result, ledger: row.ledger }
  }

  return {
    async generate(request, reserve) {
      const captured = await (await world.provider()).capture(request)
      const call = digest('batch call', model, captured.path, captured.body, captured.beta)
      asked.add(call)
      const row = await batchCall(db, scope, call)
      if (row?.state === 'answered' || row?.state === 'used') return await answered(request, row)
      if (row?.state === 'failed') {
        await store.write([dropCallStatement(db, row)])
        throw new ReverieError('model-failed', `${model} failed: ${row.reason}`, { hint: 'The provider refused the request as it is.' })
      }
      if (row?.state !== 'waiting') {
        // One after another, so that equal calls become one and the batch is filled in order.
        const added = adding.then(() => add(call, captured, reserve))
        adding = added.catch(() => undefined)
        await added
      }
      return { kind: 'parked', call }
    },
    collect: (signal) => collectBatches(world, counts, signal),
    async submit({ isWhole, signal }) {
      await adding
      open = null
      if (isWhole) counts.wasted += await sweepCalls(world, asked)
      await submitBatches(world, counts, { isWanted: (call) => !isWhole || asked.has(call), signal })
    },
    report: () => reportOf(world, counts),
  }
}

async function lastOpen(world: BatchWorld): Promise<{ readonly batch: string; calls: number; bytes: number } | null> {
  const { store, scope } = world
  const last = (await batchesIn(store.read, world, ['open'])).at(-1)
  if (last === undefined) return null
  const rows = await store.read
    .selectFrom('batch_calls')
    .select('request')
    .where('scope', '=', scope)
    .where('batch', '=', last.batch)
    .execute()
  return { batch: last.batch, calls: rows.length, bytes: rows.reduce((sum, { request }) => sum + Buffer.byteLength(request) + 100, 0) }
}
