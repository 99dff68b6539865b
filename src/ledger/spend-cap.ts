import type { ModelPrice, Purpose, SpendCaps } from '../spec/ledger.ts'

/**
 * A hard cap and the window it holds for: `cause` is one sleep run or one ask, `day` and `month` are in UTC, `ever` is the
 * life of the database. It holds in the scope and on the side of the call unless it is for `everywhere`: all scopes and both
 * sides. Reservations that were never settled, of a crashed run too, count in full.
 */
export interface SpendCap extends SpendCaps {
  readonly per: 'cause' | 'day' | 'month' | 'ever'
  readonly where?: 'everywhere'
  /** Counts and holds for calls of this purpose alone. */
  readonly purpose?: Purpose
  /** Setting that raises it, as a refusal names it. */
  readonly setting?: string
}

/** The caps of the two sides: a call must fit all of its side. */
export interface SideCaps {
  readonly sleep: readonly SpendCap[]
  readonly ask: readonly SpendCap[]
}

export const noCaps: SideCaps = { sleep: [], ask: [] }

/** Tokens, dollars or both, as configured. */
export interface BudgetOption {
  readonly tokens?: number
  readonly usd?: number
}

/** Dollars one sleep, or a day's asks, may spend with a priced model where no budget is given. */
export const defaultSleepUsd = 1

/** The cap of a day's asks: the budget given, else a dollar for a model that costs money, else none. */
export function askCap(price: ModelPrice | null, budget: BudgetOption = {}): SpendCap | null {
  const cap = sleepCap(price, budget)
  return cap === null ? null : { ...cap, per: 'day', setting: 'askBudget' }
}

/** The cap of one sleep: the budget given, else a dollar for a model that costs money, else none. */
export function sleepCap(price: ModelPrice | null, budget: BudgetOption = {}): SpendCap | null {
  const { tokens = null, usd = null } = budget
  if (tokens !== null || usd !== null) return { tokens, usd, per: 'cause', setting: 'budget' }
  const costs = price !== null && (price.input > 0 || price.output > 0)
  return costs ? { tokens: null, usd: defaultSleepUsd, per: 'cause', setting: 'budget' } : null
}

/** What one run may spend by its caps together: the tightest of each kind, null where none holds. */
export function runCap(caps: readonly SpendCap[]): SpendCaps {
  const least = (kind: 'tokens' | 'usd') => {
    const limits = caps.flatMap((cap) => (cap.purpose === undefined && cap[kind] !== null ? [cap[kind]] : []))
    return limits.length === 0 ? null : Math.min(...limits)
  }
  return { tokens: least('tokens'), usd: least('usd') }
}
