import type { Kysely } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'

/** The revision at which a document of the scope last changed; 0 for an empty scope. */
export async function corpusRevision(db: Kysely<Schema>, scope: ScopeId): Promise<number> {
  const row = await db
    .selectFrom('documents')
    .select(({ fn }) => fn.max('revision').as('revision'))
    .where('scope', '=', scope)
    .executeTakeFirst()
  return Number(row?.revision ?? 0)
}

/** Bytes of all live documents of the scope. */
export async function corpusBytes(db: Kysely<Schema>, scope: ScopeId): Promise<number> {
  const row = await db
    .selectFrom('documents')
    .select(({ fn }) => fn.sum('size').as('bytes'))
    .where('scope', '=', scope)
    .where('state', '=', 'live')
    .executeTakeFirst()
  return Number(row?.bytes ?? 0)
}
