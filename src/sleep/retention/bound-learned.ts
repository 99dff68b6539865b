import { sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Lease, Store } from '../../spec/store.ts'
import { dayMs } from './choose-evicted.ts'
import { deletion } from './entry-evictions.ts'

/** Days that predictions are kept after they ran out, and rows kept at most. */
export interface LearnedLimits {
  readonly days: number
  readonly predictions: number
  readonly yields: number
}

const usual: LearnedLimits = { days: 90, predictions: 100_000, yields: 20_000 }

/**
 * Bounds what learning keeps: predictions that ran out long ago, then the first to run out; yields of the fewest trials.
 * Returns how many rows went; writes nothing where nothing is beyond.
 */
export async function boundLearned(
  store: Store,
  scope: ScopeId,
  { now, fence, limits = usual }: { readonly now: number; readonly fence?: Lease; readonly limits?: LearnedLimits },
): Promise<number> {
  const { read: db } = store
  const count = async (query: ReturnType<typeof sql<{ count: number }>>) => Number((await query.execute(db)).rows[0]?.count ?? 0)
  const all = (table: 'predictions' | 'yields') =>
    count(sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where scope = ${scope}`)
  const ranOut = sql`scope = ${scope} and expires_at < ${now - limits.days * dayMs}`
  const old = await count(sql<{ count: number }>`select count(*) as count from predictions where ${ranOut}`)
  const predictions = Math.max(0, (await all('predictions')) - old - limits.predictions)
  const yields = Math.max(0, (await all('yields')) - limits.yields)
  const first = sql`select arm, question from predictions where scope = ${scope} order by expires_at, arm, question limit ${sql.lit(predictions)}`
  const few = sql`select predictor, region from yields where scope = ${scope} order by trials, predictor, region limit ${sql.lit(yields)}`
  const statements = [
    ...(old > 0 ? [deletion(db, sql`delete from predictions where ${ranOut}`)] : []),
    ...(predictions > 0 ? [deletion(db, sql`delete from predictions where scope = ${scope} and (arm, question) in (${first})`)] : []),
    ...(yields > 0 ? [deletion(db, sql`delete from yields where scope = ${scope} and (predictor, region) in (${few})`)] : []),
  ]
  if (statements.length > 0) await store.write(statements, fence === undefined ? {} : { fence })
  return old + predictions + yields
}
