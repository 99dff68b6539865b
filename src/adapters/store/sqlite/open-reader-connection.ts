import { stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { ReverieError } from '../../../spec/errors.ts'
import { openConnection, type SqliteConnection } from './sqlite-connection.ts'

/** A connection for the asking thread. `isFixed`: it reads the file as it was when opened and sees nobody's commits. */
export interface ReaderConnection {
  readonly connection: SqliteConnection
  readonly isFixed: boolean
}

/** Readers of a log meet a lock only while it is recovered or removed; they wait this long at most. */
const busyTimeoutMs = 1_000

/**
 * Opens a database read-only. Reading one with a log needs the log's index beside it, which cannot be made in a folder
 * that cannot be written; where the log is empty the file alone is the whole truth and is read as it is. Where it is
 * not, reading the file alone would show old data, so that is refused.
 */
export async function openReaderConnection(path: string): Promise<ReaderConnection> {
  try {
    return { connection: probed(openConnection(path, { readOnly: true, busyTimeoutMs, cacheKilobytes: 16_384 })), isFixed: false }
  } catch (error) {
    if (!(error instanceof ReverieError) || error.code !== 'database-read-only') throw error
    if ((await logBytes(path)) > 0) {
      throw new ReverieError(
        'database-read-only',
        `The database ${path} holds changes in its write-ahead log that cannot be read from a folder that cannot be written.`,
        {
          cause: error,
          hint: 'Make the folder writable, or copy the database with its -wal file to one that is.',
        },
      )
    }
    const location = pathToFileURL(path)
    location.searchParams.set('immutable', '1')
    return { connection: probed(openConnection(path, { location, readOnly: true, busyTimeoutMs, cacheKilobytes: 16_384 })), isFixed: true }
  }
}

function probed(connection: SqliteConnection): SqliteConnection {
  try {
    connection.prepare('pragma schema_version').all([])
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

async function logBytes(path: string): Promise<number> {
  return stat(`${path}-wal`).then(
    (found) => found.size,
    () => 0,
  )
}
