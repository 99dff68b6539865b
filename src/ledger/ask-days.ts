import { type Kysely, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { dayOf } from './ledger-table.ts'

/** How much was asked, and how much of it something prepared answered. */
export interface AskCount {
  readonly asks: number
  readonly hits: number
}

/** Counts an ask in its day (`at`: epoch ms): a number alone, which stays when what was asked is evicted or forgotten. */
export function countAskStatement(db: Kysely<Schema>, scope: ScopeId, at: number, isHit: boolean): Statement {
  const hits = isHit ? 1 : 0
  return statement(
    db
      .insertInto('ask_days')
      .values({ scope, day: dayOf(at), asks: 1, hits })
      .onConflict((conflict) =>
        conflict
          .columns(['scope', 'day'])
          .doUpdateSet({ asks: sql<number>`ask_days.asks + 1`, hits: sql<number>`ask_days.hits + ${sql.lit(hits)}` }),
      ),
  )
}

/**
 * Asks of a scope from `since` (epoch ms) on; absent: ever. The day it lies in is told by records, whole days by what was
 * counted in them, or by their records where those are more: what was asked before days were counted has records alone.
 */
export async function asksSince(db: Kysely<Schema>, scope: ScopeId, since?: number): Promise<AskCount> {
  let records = db.selectFrom('records').where('scope', '=', scope)
  let days = db.selectFrom('ask_days').where('scope', '=', scope)
  if (since !== undefined) {
    records = records.where('at', '>=', since)
    days = days.where('day', '>', dayOf(since))
  }
  const recorded = await records
    .select([sql<number>`count(*)`.as('asks'), sql<number>`sum(case when served in ('hit', 'adapted') then 1 else 0 end)`.as('hits')])
    .executeTakeFirst()
  const counted = await days.select(({ fn }) => [fn.sum<number>('asks').as('asks'), fn.sum<number>('hits').as('hits')]).executeTakeFirst()
  const most = (what: 'asks' | 'hits') => Math.max(Number(recorded?.[what] ?? 0), Number(counted?.[what] ?? 0))
  return { asks: most('asks'), hits: most('hits') }
}
