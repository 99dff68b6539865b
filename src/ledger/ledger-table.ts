import { type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import type { SpendContext } from '../spec/ledger.ts'
import type { Schema } from '../spec/schema.ts'
import { type Expectation, type Statement, statement } from '../spec/store.ts'
import { microsFromDollars, microsPerDollar } from './money.ts'
import type { SpendCap } from './spend-cap.ts'

/** One call's worst case, as reserved before anything is sent. */
export interface LedgerRow {
  readonly id: string
  readonly context: SpendContext
  readonly at: number
  readonly model: string
  readonly tokens: number
  /** Micro-dollars, or null where the price is unknown. */
  readonly micros: number | null
}

/** Day of an epoch time in UTC, YYYY-MM-DD. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

export function reserveStatement(db: Kysely<Schema>, { id, context, at, model, tokens, micros }: LedgerRow): Statement {
  return statement(
    db.insertInto('ledger').values({
      id,
      scope: context.scope,
      at,
      day: dayOf(at),
      cause: context.cause,
      side: context.side,
      purpose: context.purpose,
      model,
      state: 'reserved',
      reserved_tokens: tokens,
      reserved_micros: micros,
      input_tokens: 0,
      cached_tokens: 0,
      output_tokens: 0,
      micros: null,
    }),
  )
}

export interface Settlement {
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
  readonly micros: number | null
}

export function settleStatement(
  db: Kysely<Schema>,
  id: string,
  { inputTokens, cachedTokens, outputTokens, micros }: Settlement,
): Statement {
  return statement(
    db
      .updateTable('ledger')
      .set({ state: 'settled', input_tokens: inputTokens, cached_tokens: cachedTokens, output_tokens: outputTokens, micros })
      .where('id', '=', id)
      .where('state', '=', 'reserved'),
  )
}

export function releaseStatement(db: Kysely<Schema>, id: string): Statement {
  return statement(db.updateTable('ledger').set({ state: 'released', micros: 0 }).where('id', '=', id).where('state', '=', 'reserved'))
}

/** Tokens a row counts for: the reservation until it is settled, then what was used. */
export const countedTokens = sql<number>`case state when 'reserved' then reserved_tokens when 'settled' then input_tokens + output_tokens else 0 end`

/** Micro-dollars a row counts for; a row without a price counts for none. */
export const countedMicros = sql<number>`coalesce(case state when 'reserved' then reserved_micros when 'settled' then micros else 0 end, 0)`

/**
 * What must hold in the transaction that reserves: the window's sum with this row stays within each cap. Evaluated by the
 * database under its write lock, so that calls in flight and other processes cannot pass the cap together.
 */
export function capExpectations(db: Kysely<Schema>, cap: SpendCap, row: LedgerRow): readonly (Expectation & { readonly limit: string })[] {
  const expectations: (Expectation & { readonly limit: string })[] = []
  const within = (sum: Expression<number>, more: number, most: number): Expectation => ({
    statement: statement(
      windowOf(db, cap, row.context, row.at).select(
        sql<number>`case when coalesce(sum(${sum}), 0) + cast(${more} as bigint) <= cast(${most} as bigint) then 1 else 0 end`.as('fits'),
      ),
    ),
    equals: 1,
  })
  if (cap.tokens !== null) expectations.push({ ...within(countedTokens, row.tokens, cap.tokens), limit: `${cap.tokens} tokens` })
  if (cap.usd !== null && row.micros !== null) {
    const most = microsFromDollars(cap.usd)
    expectations.push({ ...within(countedMicros, row.micros, most), limit: `$${most / microsPerDollar}` })
  }
  return expectations
}

/** What the window of a cap counts so far. */
export async function spentInWindow(
  db: Kysely<Schema>,
  cap: SpendCap,
  context: SpendContext,
  at: number,
): Promise<{ readonly tokens: number; readonly micros: number }> {
  const row = await windowOf(db, cap, context, at)
    .select([sql<number>`coalesce(sum(${countedTokens}), 0)`.as('tokens'), sql<number>`coalesce(sum(${countedMicros}), 0)`.as('micros')])
    .executeTakeFirst()
  return { tokens: Number(row?.tokens ?? 0), micros: Number(row?.micros ?? 0) }
}

function windowOf(db: Kysely<Schema>, cap: SpendCap, context: SpendContext, at: number) {
  return db
    .selectFrom('ledger')
    .where('scope', '=', context.scope)
    .where('side', '=', context.side)
    .where((row): Expression<SqlBool> => {
      if (cap.per === 'cause') return row('cause', '=', context.cause)
      return cap.per === 'day' ? row('day', '=', dayOf(at)) : sql<SqlBool>`1 = 1`
    })
}
