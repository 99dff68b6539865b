import type { Clock } from '../../../spec/clock.ts'
import type { Store } from '../../../spec/store.ts'
import { assembleStore } from './assemble-store.ts'
import { kyselyOver } from './kysely-over.ts'
import { migrateSqlite } from './migrate-sqlite.ts'
import { openWriterConnection } from './open-writer-connection.ts'
import { performTask } from './perform-task.ts'
import type { Perform } from './writer-messages.ts'

/**
 * A store in memory, for where no database can be kept: one connection reads and, in the calling thread, writes.
 * A write waits for a transaction opened on `read`, so it must not be awaited inside one.
 */
export async function openMemoryStore(clock: Clock): Promise<Store> {
  const path = ':memory:'
  const connection = openWriterConnection(path)
  await migrateSqlite(connection)
  connection.exec('pragma query_only = on')
  const read = kyselyOver(connection)
  let commits = 0
  // Through Kysely's own queue, so that no write falls into a transaction on `read`.
  const perform: Perform = (kind, takes) =>
    read.connection().execute(async () => {
      connection.exec('pragma query_only = off')
      try {
        return await performTask(connection, kind, takes)
      } finally {
        connection.exec('pragma query_only = on')
        commits += 1
      }
    })
  return assembleStore({
    path,
    read,
    reader: connection,
    perform,
    changeToken: () => commits,
    writable: { ok: true },
    clock,
    end: async () => {
      await read.connection().execute(async () => {})
      await read.destroy()
      connection.close()
    },
  })
}
