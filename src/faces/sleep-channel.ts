import { type BatchChannel, createBatchChannel } from '../ledger/channels/batch-channel.ts'
import type { BatchReport } from '../ledger/channels/batch-report.ts'
import { batchesIn } from '../ledger/channels/batch-rows.ts'
import type { MeterChannel } from '../ledger/channels/meter-channel.ts'
import { priceNow } from '../ledger/price-now.ts'
import type { ChannelKind } from '../spec/channel.ts'
import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Random } from '../spec/random.ts'
import type { Store } from '../spec/store.ts'
import type { ReverieOptions, SleepReceipt } from './reverie.ts'

export interface SleepChannelParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly clock: Clock
  readonly random: Random
  readonly model: NonNullable<ReverieOptions['model']> | null
  /** As configured. */
  readonly channel: ChannelKind
}

/** How one sleep's calls are sent; `batch` is to be collected before and submitted after. */
export interface SleepChannel {
  readonly meter: MeterChannel | null
  readonly batch: BatchChannel | null
  /** Whether batches are only read that were sent before the channel was set to another. */
  readonly isDraining: boolean
}

/** The channel of one sleep. Throws `bad-config` where the model is not offered that way. */
export async function openSleepChannel({ model, channel, ...rest }: SleepChannelParts): Promise<SleepChannel> {
  if (model === null) return { meter: null, batch: null, isDraining: false }
  if (channel === 'batch') {
    const batch = batchChannel(model, rest)
    return { meter: { kind: 'batch', channel: batch }, batch, isDraining: false }
  }
  const isOut =
    model.channels?.batch !== undefined &&
    (await batchesIn(rest.store.read, { scope: rest.scope, model: model.name }, ['open', 'submitted'])).length > 0
  const drained = isOut ? { batch: batchChannel(model, rest), isDraining: true } : { batch: null, isDraining: false }
  if (channel === 'direct') return { meter: null, ...drained }
  if (model.channels?.flex === undefined) throw notOffered(model.name, 'flex')
  return { meter: { kind: 'flex', settings: await model.channels.flex() }, ...drained }
}

function batchChannel(model: NonNullable<SleepChannelParts['model']>, rest: Omit<SleepChannelParts, 'model' | 'channel'>): BatchChannel {
  const open = model.channels?.batch
  if (open === undefined) throw notOffered(model.name, 'batch')
  let opened: ReturnType<typeof open> | null = null
  const provider = () => {
    opened ??= open()
    return opened
  }
  const price = priceNow(model.price ?? null, { channel: 'batch', at: rest.clock.now() })
  const retry = model.retry === undefined ? {} : { retry: model.retry }
  return createBatchChannel({ ...rest, ...retry, model: model.name, price, provider })
}

/** How a sleep ended, with what its channel came to. */
export interface ChannelEnd {
  readonly stoppedBy: SleepReceipt['stoppedBy']
  /** Null where nothing is sent in batches. */
  readonly batch: BatchReport | null
}

/** Sends what a sleep asked for. One that was stopped leaves it to the next, which goes on with the same batch. */
export async function closeSleepChannel(
  { batch, isDraining }: SleepChannel,
  stoppedBy: SleepReceipt['stoppedBy'],
  signal: AbortSignal | undefined,
): Promise<ChannelEnd> {
  if (batch === null) return { stoppedBy, batch }
  let ended = stoppedBy
  if (stoppedBy !== 'aborted') {
    try {
      await batch.submit({ isWhole: isDraining || stoppedBy === 'done', signal })
    } catch (cause) {
      if (signal?.aborted !== true) throw cause
      ended = 'aborted'
    }
  }
  return { stoppedBy: ended, batch: await batch.report() }
}

/** Whether batches gave the sleep nothing to do and leave nothing to come back for. */
export function isBatchIdle(batch: BatchReport | null): boolean {
  return (
    batch === null ||
    (batch.sent + batch.answered + batch.waiting + batch.wasted === 0 && batch.returned.length + batch.problems.length === 0)
  )
}

function notOffered(name: string, channel: ChannelKind): ReverieError {
  const who = channel === 'flex' ? 'Flex is offered by openai' : 'Batches are offered by openai and anthropic'
  return new ReverieError('bad-config', `The channel is "${channel}", and ${name} is not offered that way.`, {
    hint: `${who}; set the channel to "direct" for other providers.`,
  })
}
