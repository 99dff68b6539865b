import type { Kysely } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'

/** Which part of the ledger: a scope from `since` on, before `until`, both epoch ms; absent: from the beginning, to the end. */
export interface LedgerWindow {
  readonly scope: ScopeId
  readonly since?: number | undefined
  readonly until?: number | undefined
}

/** Calls within a window, in any state. */
export function callsIn(db: Kysely<Schema>, { scope, since, until }: LedgerWindow) {
  let rows = db.selectFrom('ledger').where('scope', '=', scope)
  if (since !== undefined) rows = rows.where('at', '>=', since)
  if (until !== undefined) rows = rows.where('at', '<', until)
  return rows
}

/** Savings within a window. */
export function savingsIn(db: Kysely<Schema>, { scope, since, until }: LedgerWindow) {
  let rows = db.selectFrom('savings').where('scope', '=', scope)
  if (since !== undefined) rows = rows.where('at', '>=', since)
  if (until !== undefined) rows = rows.where('at', '<', until)
  return rows
}
