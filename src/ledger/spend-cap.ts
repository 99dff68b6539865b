import type { ModelPrice, SpendCaps } from '../spec/ledger.ts'

/**
 * A hard cap and the window it holds for: `cause` is one sleep run or one ask, `day` a day in UTC, `ever` the life of the
 * database. Reservations that were never settled, of a crashed run too, count in full.
 */
export interface SpendCap extends SpendCaps {
  readonly per: 'cause' | 'day' | 'ever'
}

/** The caps of the two sides, apart from each other; null is none. */
export interface SideCaps {
  readonly sleep: SpendCap | null
  readonly ask: SpendCap | null
}

export const noCaps: SideCaps = { sleep: null, ask: null }

/** Dollars one sleep, or a day's asks, may spend with a priced model where no budget is given. */
export const defaultSleepUsd = 1

/** The cap of a day's asks: the budget given, else a dollar for a model that costs money, else none. */
export function askCap(price: ModelPrice | null, budget: { readonly tokens?: number; readonly usd?: number } = {}): SpendCap | null {
  const cap = sleepCap(price, budget)
  return cap === null ? null : { ...cap, per: 'day' }
}

/** The cap of one sleep: the budget given, else a dollar for a model that costs money, else none. */
export function sleepCap(price: ModelPrice | null, budget: { readonly tokens?: number; readonly usd?: number } = {}): SpendCap | null {
  const { tokens = null, usd = null } = budget
  if (tokens !== null || usd !== null) return { tokens, usd, per: 'cause' }
  const costs = price !== null && (price.input > 0 || price.output > 0)
  return costs ? { tokens: null, usd: defaultSleepUsd, per: 'cause' } : null
}
