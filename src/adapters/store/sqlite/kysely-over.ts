import { Kysely, SqliteDialect } from 'kysely'
import type { Schema } from '../../../spec/schema.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** Kysely over one connection, which stays the caller's to close. Apart, so that the writer thread starts without Kysely. */
export function kyselyOver(connection: SqliteConnection): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: { prepare: connection.prepare, close: () => {} } }) })
}
