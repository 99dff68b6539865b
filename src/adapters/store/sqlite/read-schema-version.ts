import { compareSchemaVersion, schemaVersionKey } from '../migrations/schema-version.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { damaged } from './sqlite-error.ts'

/**
 * Whether the database is at this release's schema, or must be migrated to it. Throws `database-newer` for a later
 * release's and `database-damaged` for one that is not Reverie's.
 */
export function readSchemaVersion(connection: SqliteConnection): 'current' | 'older' {
  const { path } = connection
  const tables = connection.prepare("select name from sqlite_schema where type = 'table'").all([])
  if (tables.length === 0) return 'older'
  if (!tables.some((row) => nameOf(row) === 'meta')) throw damaged(path, 'it is a SQLite database, but not one of Reverie')
  const [row] = connection.prepare('select value as name from meta where key = ?').all([schemaVersionKey])
  const found = row === undefined ? Number.NaN : Number(nameOf(row))
  if (!Number.isInteger(found)) throw damaged(path, 'it does not say which version of the schema it holds')
  return compareSchemaVersion(path, found)
}

function nameOf(row: unknown): unknown {
  return (row as { readonly name: unknown }).name
}
