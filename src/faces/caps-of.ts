import type { SideCaps } from '../ledger/spend-cap.ts'
import type { ReverieOptions, SleepOptions } from './reverie.ts'

/** What a sleep over a priced model may cost where nothing else was said, in dollars. */
export const defaultSleepUsd = 1

/** The hard caps of one sleep. A priced model without a budget stops at {@link defaultSleepUsd}; asks carry no cap of their own. */
export function capsOf(model: ReverieOptions['model'] | null, budget: SleepOptions['budget']): SideCaps {
  const priced = model?.price !== undefined && model.price !== null
  const tokens = budget?.tokens ?? null
  const usd = budget?.usd ?? (priced && tokens === null ? defaultSleepUsd : null)
  return { sleep: tokens === null && usd === null ? null : { tokens, usd, per: 'cause' }, ask: null }
}
