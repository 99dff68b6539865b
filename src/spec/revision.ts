import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ScopeId } from './ids.ts'
import type { Schema } from './schema.ts'
import { type Statement, statement } from './store.ts'

/** First statement of every transaction that changes rows an asker caches. */
export function bumpRevision(db: Kysely<Schema>, scope: ScopeId): Statement {
  return statement(db.updateTable('scopes').set({ revision: sql<number>`revision + 1` }).where('scope', '=', scope))
}

/** The revision of the transaction it is used in, for the rows written after {@link bumpRevision}. */
export function thisRevision(scope: ScopeId): RawBuilder<number> {
  return sql<number>`(select revision from scopes where scope = ${scope})`
}
