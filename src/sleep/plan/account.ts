import type { Kysely } from 'kysely'
import { asksSince } from '../../ledger/ask-days.ts'
import { addSaved, savedSince } from '../../ledger/saved-since.ts'
import { addSpent, spentSince } from '../../ledger/spent-since.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

/** Days that returns are told by. */
export const accountDays = 30

/** What was spent and saved in a scope since a time. */
export interface Account {
  readonly spent: Spent
  readonly saved: Saved
  /** Asks, and those that something prepared answered. */
  readonly asks: number
  readonly hits: number
}

export interface Spent {
  readonly calls: number
  readonly tokens: number
  /** Micro-dollars of the calls whose price was known. */
  readonly micros: number
  /** Calls whose price was not known. */
  readonly unpriced: number
}

export interface Saved {
  /** Asks that saved something. */
  readonly asks: number
  readonly tokens: number
  readonly micros: number
  readonly unpriced: number
  /** Milliseconds that nobody waited. */
  readonly ms: number
}

/** Sums over ledger rows of sleep, over savings rows and over asks, all from `since` (epoch ms) on; absent: ever. */
export async function accountSince(db: Kysely<Schema>, scope: ScopeId, since?: number): Promise<Account> {
  const spent = addSpent((await spentSince(db, { scope, since })).filter(({ side }) => side === 'sleep'))
  const saved = addSaved(await savedSince(db, { scope, since }))
  const { asks, hits } = await asksSince(db, scope, since)
  return {
    spent: { calls: spent.calls, tokens: spent.tokens, micros: spent.micros, unpriced: spent.unpricedCalls },
    saved: { asks: saved.answers, tokens: saved.tokens, micros: saved.micros, unpriced: saved.unpricedAnswers, ms: saved.ms },
    asks,
    hits,
  }
}

/** Spent and saved in one unit: micro-dollars where all prices are known, else tokens, one micro-dollar each. Waiting counts in both. */
export function balanceOf(
  { spent, saved }: Account,
  valueOfSecond: number,
): { readonly spent: number; readonly saved: number; readonly isPriced: boolean } {
  const isPriced = spent.unpriced === 0 && saved.unpriced === 0
  const time = (saved.ms / 1000) * valueOfSecond
  return isPriced
    ? { spent: spent.micros, saved: saved.micros + time, isPriced }
    : { spent: spent.tokens, saved: saved.tokens + time, isPriced }
}
