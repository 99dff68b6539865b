import { lexicalTables } from './lexical-schema.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** A reader that is not done by then keeps the log: its caller tries again later instead of holding every write up. */
const readerWaitMs = 250

/**
 * Erases what deletes left behind: merges each lexical index, whose deleted rows stay in its segments until then, and
 * empties the write-ahead log into the file, whose freed pages are overwritten (`secure_delete`). False where another
 * connection still reads from the log; call again later.
 */
export function compactDatabase(connection: SqliteConnection): boolean {
  for (const table of lexicalTables(connection)) connection.exec(`insert into ${table}(${table}) values('optimize')`)
  if (connection.path === ':memory:') return true
  const [before] = connection.prepare('pragma busy_timeout').all([])
  connection.exec(`pragma busy_timeout = ${readerWaitMs}`)
  const [row] = connection.prepare('pragma wal_checkpoint(truncate)').all([])
  connection.exec(`pragma busy_timeout = ${Number(Object.values(before ?? {})[0] ?? 0)}`)
  return row !== undefined && row !== null && Object.values(row)[0] === 0
}
