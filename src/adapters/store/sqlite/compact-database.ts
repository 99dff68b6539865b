import { lexicalTables } from './lexical-schema.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/**
 * Erases what deletes left behind: merges each lexical index, whose deleted rows stay in its segments until then, and
 * empties the write-ahead log into the file, whose freed pages are overwritten (`secure_delete`). False where another
 * connection still reads from the log; call again later.
 */
export function compactDatabase(connection: SqliteConnection): boolean {
  for (const table of lexicalTables(connection)) connection.exec(`insert into ${table}(${table}) values('optimize')`)
  if (connection.path === ':memory:') return true
  const [row] = connection.prepare('pragma wal_checkpoint(truncate)').all([])
  return row !== undefined && row !== null && Object.values(row)[0] === 0
}
