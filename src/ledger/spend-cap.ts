import type { SpendCaps } from '../spec/ledger.ts'

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
