import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ChannelKind } from '../spec/channel.ts'
import type { SpendContext } from '../spec/ledger.ts'
import type { Schema } from '../spec/schema.ts'
import { type Expectation, type Statement, statement } from '../spec/store.ts'
import { microsFromDollars } from './money.ts'
import type { SpendCap } from './spend-cap.ts'

/** One call's worst case, as reserved before anything is sent. */
export interface LedgerRow {
  readonly id: string
  readonly context: SpendContext
  readonly at: number
  readonly model: string
  /** Default `direct`. */
  readonly channel?: ChannelKind
  readonly tokens: number
  /** Micro-dollars, or null where the price is unknown. */
  readonly micros: number | null
  /** Default ''. */
  readonly predictor?: string
  readonly region?: string
  readonly question?: string
}

/** Day of an epoch time in UTC, YYYY-MM-DD. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

export function reserveStatement(db: Kysely<Schema>, row: LedgerRow): Statement {
  const { id, context, at, model, channel = 'direct', tokens, micros, predictor = '', region = '', question = '' } = row
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
      channel,
      state: 'reserved',
      reserved_tokens: tokens,
      reserved_micros: micros,
      input_tokens: 0,
      cached_tokens: 0,
      output_tokens: 0,
      micros: null,
      predictor,
      region,
      question,
    }),
  )
}

export interface Settlement {
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
  /** Part of the output that was reasoning, where the provider says so. Default 0. */
  readonly reasoningTokens?: number
  readonly micros: number | null
}

export function settleStatement(
  db: Kysely<Schema>,
  id: string,
  { inputTokens, cachedTokens, outputTokens, reasoningTokens = 0, micros }: Settlement,
): Statement {
  return statement(
    db
      .updateTable('ledger')
      .set({
        state: 'settled',
        input_tokens: inputTokens,
        cached_tokens: cachedTokens,
        output_tokens: outputTokens,
        reasoning_tokens: reasoningTokens,
        micros,
      })
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
 * What must hold in the transaction that reserves, one for each cap that applies to the row: its window's sum with this row
 * stays within it. Evaluated by the database under its write lock, so that calls in flight and other processes cannot pass
 * the cap together.
 */
export function capExpectations(db: Kysely<Schema>, caps: readonly SpendCap[], row: LedgerRow): readonly CapExpectation[] {
  return caps.flatMap((cap): readonly CapExpectation[] => {
    if (cap.purpose !== undefined && cap.purpose !== row.context.purpose) return []
    const usd = row.micros === null ? null : cap.usd
    const most = { tokens: cap.tokens, micros: usd === null ? null : microsFromDollars(usd) }
    if (most.tokens === null && most.micros === null) return []
    const fits = [
      ...(most.tokens === null ? [] : [within(countedTokens, row.tokens, most.tokens)]),
      ...(most.micros === null ? [] : [within(countedMicros, row.micros ?? 0, most.micros)]),
    ]
    const check = windowOf(db, cap, row.context, row.at).select(
      sql<number>`case when ${sql.join(fits, sql` and `)} then 1 else 0 end`.as('fits'),
    )
    return [{ statement: statement(check), equals: 1, cap }]
  })
}

export type CapExpectation = Expectation & { readonly cap: SpendCap }

function within(sum: RawBuilder<number>, more: number, most: number) {
  return sql<boolean>`coalesce(sum(${sum}), 0) + cast(${more} as bigint) <= cast(${most} as bigint)`
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
  let rows = db.selectFrom('ledger')
  if (cap.where !== 'everywhere') {
    // Without statistics SQLite takes any index on the scope for a good one: the run's and the covering one on days are better.
    const scope = cap.per === 'cause' || cap.per === 'month' ? sql<string>`coalesce(scope, '')` : sql.ref<string>('scope')
    rows = rows.where(scope, '=', context.scope).where('side', '=', context.side)
  }
  if (cap.purpose !== undefined) rows = rows.where('purpose', '=', cap.purpose)
  const day = dayOf(at)
  switch (cap.per) {
    case 'cause':
      return rows.where('cause', '=', context.cause)
    case 'day':
      return rows.where('day', '=', day)
    case 'month': {
      const month = day.slice(0, -2)
      return rows.where('day', '>=', `${month}01`).where('day', '<=', `${month}31`)
    }
    case 'ever':
      return rows
  }
}
