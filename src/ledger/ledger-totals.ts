import { sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Purpose } from '../spec/ledger.ts'
import type { Store } from '../spec/store.ts'
import { countedMicros } from './ledger-table.ts'
import { dollarsOf } from './money.ts'

/** Which rows to add up; all of the scope where nothing is named. */
export interface LedgerFilter {
  readonly side?: 'sleep' | 'ask'
  readonly cause?: string
  /** YYYY-MM-DD in UTC. */
  readonly day?: string
}

/** Calls of one side, purpose and model. */
export interface LedgerTotal {
  readonly side: 'sleep' | 'ask'
  readonly purpose: Purpose
  readonly model: string
  readonly calls: number
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
  /** Reserved and not settled: in flight, or left by a crash; counted as spent by the caps. */
  readonly openTokens: number
  /** Null where the model's price was unknown. */
  readonly usd: number | null
}

/** What was spent in a scope, by side, purpose and model, the most expensive first. Released calls are left out. */
export async function ledgerTotals(store: Store, scope: ScopeId, filter: LedgerFilter = {}): Promise<readonly LedgerTotal[]> {
  let query = store.read
    .selectFrom('ledger')
    .select(['side', 'purpose', 'model'])
    .select((row) => [
      row.fn.countAll<number>().as('calls'),
      row.fn.sum<number>('input_tokens').as('input'),
      row.fn.sum<number>('cached_tokens').as('cached'),
      row.fn.sum<number>('output_tokens').as('output'),
      sql<number>`sum(case state when 'reserved' then reserved_tokens else 0 end)`.as('open'),
      sql<number>`sum(${countedMicros})`.as('micros'),
      sql<number>`sum(case when coalesce(micros, reserved_micros) is null then 1 else 0 end)`.as('unpriced'),
    ])
    .where('scope', '=', scope)
    .where('state', '!=', 'released')
  if (filter.side !== undefined) query = query.where('side', '=', filter.side)
  if (filter.cause !== undefined) query = query.where('cause', '=', filter.cause)
  if (filter.day !== undefined) query = query.where('day', '=', filter.day)
  const rows = await query.groupBy(['side', 'purpose', 'model']).execute()
  const totals = rows.map((row): LedgerTotal => {
    return {
      side: row.side,
      purpose: row.purpose as Purpose,
      model: row.model,
      calls: Number(row.calls),
      inputTokens: Number(row.input),
      cachedTokens: Number(row.cached),
      outputTokens: Number(row.output),
      openTokens: Number(row.open),
      usd: Number(row.unpriced) > 0 ? null : dollarsOf(Number(row.micros)),
    }
  })
  return totals.sort(
    (one, other) => (other.usd ?? 0) - (one.usd ?? 0) || other.inputTokens - one.inputTokens || (one.purpose < other.purpose ? -1 : 1),
  )
}
