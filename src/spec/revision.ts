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

const erasureKey = (scope: ScopeId): string => `erased:${scope}`

/** Last statement of a transaction that deletes rows: askers that stand before it must load everything anew, since a missing row has no revision. */
export function noteErasure(db: Kysely<Schema>, scope: ScopeId): Statement {
  const value = sql<string>`(select cast(revision as text) from scopes where scope = ${scope})`
  return statement(
    db
      .insertInto('meta')
      .values({ key: erasureKey(scope), value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value })),
  )
}

/** Revision of the scope's last erasure, or 0. */
export async function erasedAt(db: Kysely<Schema>, scope: ScopeId): Promise<number> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', erasureKey(scope)).executeTakeFirst()
  return row === undefined ? 0 : Number(row.value)
}
