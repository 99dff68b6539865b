import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Chosen, chooseEvicted, dayMs, megabyte } from './choose-evicted.ts'
import type { KeepLimit } from './keep-limits.ts'

/** One kind of row and how it is measured. Expressions are over the table by its own name. */
export interface Measure {
  readonly table: 'entries' | 'questions' | 'records'
  readonly id: string
  readonly usedAt: RawBuilder<number>
  readonly bytes: RawBuilder<number>
  readonly weight?: RawBuilder<number>
  /** Rows counted. */
  readonly counted: RawBuilder<boolean>
  /** Of them those that may go. */
  readonly evictable: RawBuilder<boolean>
  /** Least valued first; ends with the id. */
  readonly order: RawBuilder<unknown>
}

/** Looked at by one sleep; what is left goes with the next. */
const most = 50_000

/** What is beyond the limit, least valued first. Costs one count where nothing is; texts are measured only where size is limited. */
export async function rowsBeyond(
  db: Kysely<Schema>,
  scope: ScopeId,
  measure: Measure,
  limit: KeepLimit,
  now: number,
): Promise<readonly Chosen[]> {
  const { count: mostCount, days, megabytes } = limit
  if (mostCount === undefined && days === undefined && megabytes === undefined) return []
  const from = sql`from ${sql.table(measure.table)} where scope = ${scope} and ${measure.counted}`
  const bytes = megabytes === undefined ? sql<number>`0` : measure.bytes
  const weight = measure.weight ?? sql<number>`1`
  const totals = await sql<{ count: number; bytes: number; oldest: number }>`select coalesce(sum(${weight}), 0) as count,
    coalesce(sum(${bytes}), 0) as bytes, coalesce(min(${measure.usedAt}), 0) as oldest ${from}`.execute(db)
  const [row] = totals.rows
  const total = { count: Number(row?.count ?? 0), bytes: Number(row?.bytes ?? 0) }
  const isOver = (mostCount !== undefined && total.count > mostCount) || (megabytes !== undefined && total.bytes > megabytes * megabyte)
  const isOld = days !== undefined && total.count > 0 && Number(row?.oldest ?? 0) < now - days * dayMs
  if (!isOver && !isOld) return []
  const { rows } = await sql<{ id: string; used_at: number; bytes: number; weight: number }>`select ${sql.ref(measure.id)} as id,
    ${measure.usedAt} as used_at, ${bytes} as bytes, ${weight} as weight ${from} and ${measure.evictable}
    order by ${measure.order} limit ${sql.lit(most)}`.execute(db)
  const evictable = rows.map((one) => ({
    id: one.id,
    usedAt: Number(one.used_at),
    bytes: Number(one.bytes),
    weight: Number(one.weight),
  }))
  return chooseEvicted(evictable, total, limit, now)
}
