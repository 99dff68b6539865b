import { type DatabaseIntrospector, type Dialect, Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type { Schema } from '../../../spec/schema.ts'
import type { PostgresSession, SessionPool } from './session-pool.ts'

/** Kysely over a pool, which stays the caller's to end. */
export function kyselyOverPool(pool: SessionPool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: dialectOver(() => pool.take()) })
}

/**
 * Kysely on one session, inside the transaction that is open on it, for migrations: asked what there is, it looks at the
 * names in one schema only, where the dialect reads every column of every table in the database.
 */
export function kyselyOverSession(session: PostgresSession, schema: string): Kysely<Schema> {
  const dialect = dialectOver(async () => ({ ...session, release: () => {} }))
  const introspector: DatabaseIntrospector = {
    getSchemas: async () => namesOf(session, 'select nspname as name from pg_catalog.pg_namespace where nspname = $1', schema),
    getTables: async () => {
      const found = await namesOf(session, 'select tablename as name from pg_catalog.pg_tables where schemaname = $1', schema)
      return found.map(({ name }) => ({ name, schema, isView: false, isForeign: false, columns: [] }))
    },
  }
  const narrow: Dialect = {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => dialect.createDriver(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: () => introspector,
  }
  return new Kysely<Schema>({ dialect: narrow })
}

/** Kysely asks for connections with `query(sql, parameters)` and `release()`: a session, in other words. */
function dialectOver(connect: () => Promise<PostgresSession>): PostgresDialect {
  return new PostgresDialect({ pool: { connect, end: async () => {} } as unknown as PostgresPool })
}

async function namesOf(session: PostgresSession, sql: string, schema: string): Promise<{ readonly name: string }[]> {
  const { rows } = await session.query(sql, [schema])
  return [...(rows as readonly { readonly name: string }[])]
}
