import { Cron } from 'croner'
import type { ChannelKind } from '../spec/channel.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ModelPrice } from '../spec/ledger.ts'
import { priceByFactor } from './channels/price-by-factor.ts'

/** A time of other prices: from each time that `cron` names (UTC), for so many hours, prices are multiplied by `factor`. */
export interface PriceWindow {
  readonly cron: string
  readonly hours: number
  readonly factor: number
}

export interface PriceMoment {
  readonly channel: ChannelKind
  /** Epoch ms. */
  readonly at: number
  readonly windows?: readonly PriceWindow[] | undefined
}

const hourMs = 3_600_000
/** Beginnings and ends of windows that are looked through for a cheaper time. */
const mostTurns = 200

/**
 * The price of a call that leaves now by a channel; null where the model's is unknown. Batches are run whenever the provider
 * likes, so windows do not move their price. A factor that the price does not name is 1: what is reserved stays the worst case.
 */
export function priceNow(price: ModelPrice | null, { channel, at, windows = [] }: PriceMoment): ModelPrice | null {
  const ofChannel = channel === 'batch' ? price?.batchFactor : channel === 'flex' ? price?.flexFactor : 1
  const ofWindow = channel === 'batch' ? 1 : windowFactor(windows, at)
  return priceByFactor(price, (ofChannel ?? 1) * ofWindow)
}

/** By what prices are multiplied at a time: the factor of the first window that is open, else 1. Throws `bad-config` for a cron expression that cannot be read. */
export function windowFactor(windows: readonly PriceWindow[], at: number): number {
  return windows.find((window) => isOpen(window, at))?.factor ?? 1
}

/** When the next time begins at which calls cost less than at `at`, and their factor then; null where none does. */
export function nextCheaper(at: number, windows: readonly PriceWindow[]): { readonly at: number; readonly factor: number } | null {
  const now = windowFactor(windows, at)
  for (let turn = nextTurn(windows, at), left = mostTurns; turn !== null && left > 0; turn = nextTurn(windows, turn), left--) {
    const factor = windowFactor(windows, turn)
    if (factor < now) return { at: turn, factor }
  }
  return null
}

/** The dearest price within a stretch of time: what a call that leaves at its beginning may cost at worst. */
export function dearestFactor(windows: readonly PriceWindow[], from: number, until: number): number {
  let most = windowFactor(windows, from)
  for (
    let turn = nextTurn(windows, from), left = mostTurns;
    turn !== null && turn <= until && left > 0;
    turn = nextTurn(windows, turn), left--
  ) {
    most = Math.max(most, windowFactor(windows, turn))
  }
  return most
}

function nextTurn(windows: readonly PriceWindow[], at: number): number | null {
  const turns = windows.flatMap((window) => {
    const begins = nextRun(window.cron, at)
    const last = nextRun(window.cron, at - window.hours * hourMs)
    // Ends of a window that is open: its own, as one that begins within it only makes it longer.
    const ends = last === null ? [] : [last + window.hours * hourMs]
    return [...(begins === null ? [] : [begins]), ...ends.filter((end) => end > at)]
  })
  return turns.length === 0 ? null : Math.min(...turns)
}

/** It is open where it last began less than its hours ago. */
function isOpen({ cron, hours }: PriceWindow, at: number): boolean {
  const begun = nextRun(cron, at - hours * hourMs)
  return begun !== null && begun <= at
}

/** The first time after `at`, exclusive. */
function nextRun(cron: string, at: number): number | null {
  try {
    return new Cron(cron, { timezone: 'UTC', paused: true }).nextRun(new Date(at))?.getTime() ?? null
  } catch (cause) {
    throw new ReverieError('bad-config', `priceWindows: "${cron}" is no cron expression.`, {
      cause,
      hint: 'Five fields in UTC: minute, hour, day of the month, month, day of the week, such as "30 16 * * *".',
    })
  }
}
