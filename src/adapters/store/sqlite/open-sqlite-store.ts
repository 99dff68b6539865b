import { resolve } from 'node:path'
import type { Clock } from '../../../spec/clock.ts'
import { ReverieError } from '../../../spec/errors.ts'
import type { Store } from '../../../spec/store.ts'
import { assembleStore } from './assemble-store.ts'
import { changeTokenOf } from './change-token.ts'
import { createFile } from './create-file.ts'
import { inspectFile } from './inspect-file.ts'
import { kyselyOver } from './kysely-over.ts'
import { openMemoryStore } from './open-memory-store.ts'
import { openReaderConnection, type ReaderConnection } from './open-reader-connection.ts'
import { readSchemaVersion } from './read-schema-version.ts'
import { writeAccess } from './write-access.ts'
import { WriterThread } from './writer-thread.ts'

export interface SqliteStoreOptions {
  /** A file, created with its folder where missing, or `':memory:'`. */
  readonly path: string
  /** Never writes, not even to create or migrate. Default false. */
  readonly readOnly?: boolean
  /** For leases. */
  readonly clock: Clock
}

/**
 * Opens the store over SQLite. Reads run in this thread on a read-only connection; writes in a thread of their own,
 * started by the first one. An existing database that cannot be written opens with `writable.ok` false.
 *
 * Rejects with `database-damaged` or `database-newer` (the file is left as it is), `database-read-only` (it would have
 * to be created or migrated and cannot be, or cannot be read without writing), `database-busy`, `not-found` (read-only
 * and missing), `bad-argument`.
 */
export async function openSqliteStore({ path: given, readOnly = false, clock }: SqliteStoreOptions): Promise<Store> {
  if (given === ':memory:') {
    if (readOnly) throw new ReverieError('bad-argument', 'A database in memory that may not be written would stay empty.')
    return openMemoryStore(clock)
  }
  const path = resolve(given)
  const writer = new WriterThread(path)
  try {
    if ((await inspectFile(path)) === 'new') {
      if (readOnly) throw missing(path)
      await createFile(path)
      await writer.perform('migrate', null)
    }
    const writable: Store['writable'] = readOnly ? { ok: false, reason: 'it was opened read-only' } : await writeAccess(path)
    const reader = await openCurrent(path, writable, writer)
    const read = kyselyOver(reader.connection)
    return assembleStore({
      path,
      read,
      reader: reader.connection,
      perform: (kind, takes) => writer.perform(kind, takes),
      changeToken: changeTokenOf(path, reader),
      writable,
      clock,
      end: async () => {
        await read.destroy()
        // Before the writer, which as the last connection puts the log away.
        reader.connection.close()
        await writer.close()
      },
    })
  } catch (error) {
    await writer.close()
    throw error
  }
}

/** A reader of a database at this release's schema, migrating it where that is needed and allowed. */
async function openCurrent(path: string, writable: Store['writable'], writer: WriterThread): Promise<ReaderConnection> {
  const reader = await openReaderConnection(path)
  try {
    if (readSchemaVersion(reader.connection) === 'current') return reader
  } catch (error) {
    reader.connection.close()
    throw error
  }
  reader.connection.close()
  if (!writable.ok) {
    throw new ReverieError('database-read-only', `The database ${path} holds an older schema and cannot be migrated: ${writable.reason}.`, {
      hint: 'Open it once where it may be written.',
    })
  }
  await writer.perform('migrate', null)
  return openReaderConnection(path)
}

function missing(path: string): ReverieError {
  return new ReverieError('not-found', `There is no database at ${path}.`, { hint: 'Run `reverie sleep` first, which makes one.' })
}
