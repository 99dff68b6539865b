import { ReverieError } from '../../../spec/errors.ts'
import { openConnection, type SqliteConnection } from './sqlite-connection.ts'

/** How long a write waits for another process's; longer is `database-busy`. */
export const busyTimeoutMs = 5_000

/** The writing connection: WAL, commits that survive a power cut, deleted content overwritten. */
export function openWriterConnection(path: string): SqliteConnection {
  const connection = openConnection(path, { busyTimeoutMs, cacheKilobytes: 16_384 })
  try {
    if (path !== ':memory:') enterWal(connection)
    connection.exec('pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; pragma journal_size_limit = 67108864')
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** SQLite asks no busy handler while it changes the journal mode, so two processes that create one database must retry. */
function enterWal(connection: SqliteConnection): void {
  const pauseMs = 20
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      connection.exec('pragma journal_mode = wal')
      return
    } catch (error) {
      if (!(error instanceof ReverieError) || error.code !== 'database-busy' || waitedMs >= busyTimeoutMs) throw error
      Atomics.wait(pause, 0, 0, pauseMs)
    }
  }
}
