import type { Kysely } from 'kysely'
import type { SpendContext } from '../spec/ledger.ts'
import type { Schema } from '../spec/schema.ts'
import { spentInWindow } from './ledger-table.ts'
import { microsFromDollars } from './money.ts'
import type { SpendCap } from './spend-cap.ts'

/** What the tightest caps leave to a run by now; null where none of the kind holds. Those of one purpose are left out. */
export async function leftToSpend(
  db: Kysely<Schema>,
  caps: readonly SpendCap[],
  context: SpendContext,
  at: number,
): Promise<{ readonly tokens: number | null; readonly micros: number | null }> {
  let tokens = Number.POSITIVE_INFINITY
  let micros = Number.POSITIVE_INFINITY
  for (const cap of caps.filter(({ purpose }) => purpose === undefined)) {
    const spent = await spentInWindow(db, cap, context, at)
    if (cap.tokens !== null) tokens = Math.min(tokens, Math.max(0, cap.tokens - spent.tokens))
    if (cap.usd !== null) micros = Math.min(micros, Math.max(0, microsFromDollars(cap.usd) - spent.micros))
  }
  return { tokens: finite(tokens), micros: finite(micros) }
}

function finite(left: number): number | null {
  return Number.isFinite(left) ? left : null
}
