import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'

/** Calls that prepared what nobody was served. */
export interface WastedSum {
  readonly questions: number
  readonly calls: number
  readonly tokens: number
  /** Micro-dollars; calls of unknown price count for none. */
  readonly micros: number
  readonly unpricedCalls: number
}

/** Days without being served after which what a call prepared counts as not wanted. */
export const wantedDays = 30

/**
 * Whether a row of the ledger was wasted by `now` (epoch ms): settled asleep for a question that nothing saved was served
 * for since, and older than {@link wantedDays} or with nothing that stands to show for it.
 */
export function isWastedCall(now: number): RawBuilder<boolean> {
  const before = now - wantedDays * 86_400_000
  const own = (table: string) => sql`${sql.ref(`${table}.scope`)} = ledger.scope and ${sql.ref(`${table}.question`)} = ledger.question`
  return sql<boolean>`(ledger.side = 'sleep' and ledger.state = 'settled' and ledger.question <> ''
    and not exists (select 1 from savings where ${own('savings')} and savings.at >= ledger.at)
    and (ledger.at < ${before} or not exists (select 1 from entries where ${own('entries')} and entries.state in ('fresh', 'suspect'))))`
}

/** Sums over the rows of a scope for which {@link isWastedCall} holds. */
export async function wastedCalls(db: Kysely<Schema>, scope: ScopeId, now: number): Promise<WastedSum> {
  const row = await db
    .selectFrom('ledger')
    .select([
      sql<number>`count(distinct question)`.as('questions'),
      sql<number>`count(*)`.as('calls'),
      sql<number>`sum(input_tokens + output_tokens)`.as('tokens'),
      sql<number>`sum(coalesce(micros, 0))`.as('spent'),
      sql<number>`sum(case when micros is null then 1 else 0 end)`.as('unpriced'),
    ])
    .where('scope', '=', scope)
    .where(isWastedCall(now))
    .executeTakeFirst()
  return {
    questions: Number(row?.questions ?? 0),
    calls: Number(row?.calls ?? 0),
    tokens: Number(row?.tokens ?? 0),
    micros: Number(row?.spent ?? 0),
    unpricedCalls: Number(row?.unpriced ?? 0),
  }
}
