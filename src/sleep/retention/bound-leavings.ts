import { type RawBuilder, sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Lease, Store } from '../../spec/store.ts'
import { dayMs } from './choose-evicted.ts'
import { deletion } from './entry-evictions.ts'

/** What sleeps leave behind and nobody needs for good. */
export interface LeavingLimits {
  /** Receipts kept, and how many more there may be before the oldest go: a sleep that does nothing writes nothing. */
  readonly runs: number
  readonly slack: number
  /** Days that it is remembered what a model failed on; then it is tried again. */
  readonly failureDays: number
  /** Days that calls of a batch are kept once they were used, and once they failed. */
  readonly usedDays: number
  readonly failedDays: number
}

const usual: LeavingLimits = { runs: 500, slack: 50, failureDays: 90, usedDays: 7, failedDays: 90 }

const tables = ['runs', 'quarantine', 'batch_calls', 'speculations'] as const

/** How many rows went. */
export type Leavings = Readonly<Record<(typeof tables)[number], number>>

/**
 * Drops the oldest receipts, failures of long ago, calls of batches that are over and how far questions were prepared that
 * are gone. What a running sleep or an open batch still needs is kept. Writes nothing where nothing is beyond.
 */
export async function boundLeavings(
  store: Store,
  scope: ScopeId,
  { now, fence, limits = usual }: { readonly now: number; readonly fence?: Lease; readonly limits?: LeavingLimits },
): Promise<Leavings> {
  const { read: db } = store
  const before = (days: number) => now - days * dayMs
  const beyond: Readonly<Record<keyof Leavings, RawBuilder<boolean>>> = {
    runs: sql<boolean>`state <> 'running' and run not in (select run from runs where scope = ${scope}
      order by started_at desc, run limit ${sql.lit(limits.runs)})`,
    quarantine: sql<boolean>`at < ${before(limits.failureDays)}`,
    batch_calls: sql<boolean>`((state = 'used' and at < ${before(limits.usedDays)})
      or (state in ('failed', 'expired') and at < ${before(limits.failedDays)}))`,
    speculations: sql<boolean>`not exists (select 1 from questions
      where questions.scope = speculations.scope and questions.question = speculations.question)`,
  }
  const counts = { runs: 0, quarantine: 0, batch_calls: 0, speculations: 0 }
  const statements = []
  for (const table of tables) {
    const where = sql`scope = ${scope} and ${beyond[table]}`
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where ${where}`.execute(db)
    const count = Number(rows[0]?.count ?? 0)
    if (count === 0 || (table === 'runs' && count <= limits.slack)) continue
    counts[table] = count
    statements.push(deletion(db, sql`delete from ${sql.table(table)} where ${where}`))
  }
  if (statements.length > 0) await store.write(statements, fence === undefined ? {} : { fence })
  return counts
}
