import { addSpends } from '../../ledger/add-spends.ts'
import { firstIdleState, type IdleEvent, type IdleSettings, type IdleState, idleStep, nextLookMs } from '../../sleep/idle/idle-state.ts'
import { type IdleConditions, idleRefusal } from '../../sleep/idle/idle-windows.ts'
import type { PauseGate } from '../../sleep/idle/pause-gate.ts'
import type { Clock } from '../../spec/clock.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { IdleSignal } from '../../spec/idle.ts'
import { noSpend } from '../../spec/ledger.ts'
import type { Random } from '../../spec/random.ts'
import type { Timer } from '../../spec/timer.ts'
import type { SleepReceipt, WatchOptions } from '../reverie.ts'
import { listenUp } from './listen-up.ts'
import type { UpEvent } from './up-event.ts'
import { type UpReply, upVersion } from './up-messages.ts'

export interface UpParts {
  /** Where other processes are heard; null: they are not. */
  readonly address: string | null
  readonly clock: Clock
  readonly timer: Timer
  readonly random: Random
  readonly gate: PauseGate
  readonly signals: IdleSignal
  readonly settings: IdleSettings
  readonly conditions: IdleConditions
  /** Keeps the corpus up to its folder until the signal aborts; null where no folder is read. */
  readonly watch: ((options: WatchOptions) => Promise<void>) | null
  readonly sleep: (options: { readonly signal: AbortSignal; readonly begun: 'hand' | 'schedule' }) => Promise<SleepReceipt>
  readonly signal: AbortSignal | undefined
  readonly onEvent: (event: UpEvent) => void
}

/** A difference between wall and monotonic time beyond this, ms, is a clock that was set or a machine that slept. */
const jumpMs = 5_000
/** Batches are asked for their results after so long, ms. */
const batchLookMs = 600_000

/**
 * Watches, sleeps while nobody asks and wakes at once, until the signal aborts or another process says stop; then resolves
 * with everything finished kept, having told what was done. Rejects where it cannot begin (`lease-held` where another is up), or a watch ends in failure.
 */
export async function runUp(parts: UpParts): Promise<void> {
  const { clock, gate, onEvent } = parts
  const stop = new AbortController()
  const signal = parts.signal === undefined ? stop.signal : AbortSignal.any([parts.signal, stop.signal])
  const startedAt = clock.now()
  const begunAt = clock.monotonic()
  let state: IdleState = firstIdleState(clock.monotonic())
  let why = 'it begins'
  let sleeping: Promise<void> | null = null
  // Somebody asked for a sleep that has not begun.
  let isWanted = false
  let bell: () => void = () => {}
  let total = nothingSlept

  const told = (now: IdleState, reason: string) => {
    if (now.kind === state.kind && (now.kind !== 'drowsy' || reason === why)) return
    onEvent({ kind: 'state', at: clock.now(), state: now.kind, why: reason })
  }
  const take = (event: IdleEvent, refusal: string | null = null): void => {
    const step = idleStep(state, event, { at: clock.monotonic(), refusal }, parts.settings)
    told(step.state, step.why)
    if (step.state.kind !== state.kind || step.state.kind === 'drowsy') why = step.why
    state = step.state
    isWanted ||= event.kind === 'wanted'
    if (step.action === 'sleep') {
      const begun = isWanted ? 'hand' : 'schedule'
      isWanted = false
      sleeping = sleepOnce(begun).finally(() => (sleeping = null))
    }
    bell()
  }
  const sleepOnce = async (begun: 'hand' | 'schedule'): Promise<void> => {
    try {
      const receipt = await parts.sleep({ signal, begun })
      total = withSleep(total, receipt)
      onEvent({ kind: 'slept', at: clock.now(), receipt })
      take({
        kind: 'slept',
        outcome: 'done',
        spread: parts.random.next(),
        againInMs: (receipt.batch?.waiting ?? 0) > 0 ? batchLookMs : null,
      })
    } catch (cause) {
      if (signal.aborted) return
      if (cause instanceof ReverieError && cause.code === 'lease-held')
        return take({ kind: 'slept', outcome: 'held', spread: parts.random.next(), againInMs: null })
      take({ kind: 'slept', outcome: 'failed', spread: parts.random.next(), againInMs: null })
      const [message, hint] = cause instanceof ReverieError ? [cause.message, cause.hint ?? null] : [String(cause), null]
      total = { ...total, failed: total.failed + 1 }
      onEvent({ kind: 'failed', at: clock.now(), message, hint, againInMs: Math.round(state.common.notBefore - clock.monotonic()) })
    }
  }
  const status = (): UpReply => ({ v: upVersion, pid: process.pid, state: state.kind, why, asks: gate.asks, startedAt })
  const handlers = { askBegan: () => gate.close(), sleepNow: () => take({ kind: 'wanted' }), stop: () => stop.abort(), status }

  await using _listening = parts.address === null ? { async [Symbol.asyncDispose]() {} } : await listenUp(parts.address, handlers)
  const unhear = gate.onChange((asks) => take({ kind: asks > 0 ? 'ask-began' : 'ask-ended' }))
  onEvent({ kind: 'up', at: startedAt, pid: process.pid, address: parts.address ?? '' })
  const watching = parts.watch?.({
    signal,
    onSync: (sync) => {
      onEvent({ kind: 'synced', at: clock.now(), sync })
      const { added, changed, removed, moved } = sync.receipt.documents
      if (added + changed + removed + moved > 0) take({ kind: 'changed' })
    },
    onNote: (note) => onEvent({ kind: 'note', at: clock.now(), note }),
  })
  const failed = watching?.then(
    () => {},
    (cause) => {
      stop.abort(cause)
      throw cause
    },
  )
  failed?.catch(() => {})
  try {
    let drift = clock.now() - clock.monotonic()
    while (!signal.aborted) {
      const now = clock.now() - clock.monotonic()
      if (Math.abs(now - drift) > jumpMs) {
        take({ kind: 'jumped' })
        onEvent({ kind: 'note', at: clock.now(), note: 'The clock was set, or the machine was asleep.' })
      }
      drift = now
      take({ kind: 'look' }, idleRefusal(clock.now(), await parts.signals.read(), parts.conditions))
      await ring(nextLookMs(state, clock.monotonic(), parts.settings))
    }
  } finally {
    unhear()
    await sleeping
  }
  await failed
  onEvent({ kind: 'down', at: clock.now(), upMs: clock.monotonic() - begunAt, ...total })

  /** Waits until something happens, the time is over or it is stopped. */
  async function ring(ms: number | null): Promise<void> {
    const woken = new AbortController()
    bell = () => woken.abort()
    await parts.timer.wait(Math.min(ms ?? longestWaitMs, longestWaitMs), AbortSignal.any([signal, woken.signal])).catch(() => {})
    bell = () => {}
  }
}

type Total = Omit<Extract<UpEvent, { readonly kind: 'down' }>, 'kind' | 'at' | 'upMs'>

const nothingSlept: Total = { slept: 0, idle: 0, failed: 0, prepared: 0, spend: noSpend }

function withSleep(total: Total, { idle, produced, spend }: SleepReceipt): Total {
  return {
    ...total,
    slept: total.slept + 1,
    idle: total.idle + (idle ? 1 : 0),
    prepared: total.prepared + (produced.entries ?? 0) + (produced.lists ?? 0),
    spend: addSpends([total.spend, spend]),
  }
}

/** A clock that jumped is noticed within this, ms. */
const longestWaitMs = 60_000
