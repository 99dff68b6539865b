import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** A deletion written as plain SQL. */
export function deletion(db: Kysely<Schema>, query: RawBuilder<unknown>): Statement {
  return statement({ compile: () => query.compile(db) })
}

/** Deletes what hangs on entries, before they go themselves: keys, stored searches, evidence and how changes ended. `entries` is a list of ids or a query of them. */
export function hangingDeletions(db: Kysely<Schema>, scope: ScopeId, entries: RawBuilder<unknown>): readonly Statement[] {
  return [
    deletion(db, sql`delete from keys where scope = ${scope} and entry in (${entries})`),
    deletion(db, sql`delete from watches where scope = ${scope} and entry in (${entries})`),
    deletion(db, sql`delete from evidence where scope = ${scope} and artefact in (${entries})`),
    deletion(db, sql`delete from verifications where scope = ${scope} and artefact in (${entries})`),
  ]
}
