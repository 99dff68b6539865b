import { compactDatabase } from './compact-database.ts'
import { claimLease, releaseLease } from './leases.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { inTransaction, writeTransaction } from './write-transaction.ts'
import type { Gives, Takes, TaskKind } from './writer-messages.ts'

type Performers = { readonly [Kind in TaskKind]: (connection: SqliteConnection, takes: Takes<Kind>) => Gives<Kind> | Promise<Gives<Kind>> }

const performers: Performers = {
  migrate: async (connection) => {
    // Loaded only where something is to migrate: an asker's first write should not wait for it.
    const { migrateSqlite } = await import('./migrate-sqlite.ts')
    await migrateSqlite(connection)
    return null
  },
  write: (connection, { statements, fence, expect }) =>
    writeTransaction(connection, statements, fence === null ? { expect } : { expect, fence }),
  claim: (connection, claim) =>
    inTransaction(connection, () => {
      const { lease, isChanged } = claimLease(connection, claim)
      return { result: lease, keep: isChanged }
    }),
  release: (connection, lease) =>
    inTransaction(connection, () => {
      releaseLease(connection, lease)
      return { result: null, keep: true }
    }),
  compact: (connection) => compactDatabase(connection),
}

/** Does one task on the writing connection, in the writer thread or, for a database in memory, where it is asked. */
export async function performTask<Kind extends TaskKind>(
  connection: SqliteConnection,
  kind: Kind,
  takes: Takes<Kind>,
): Promise<Gives<Kind>> {
  return performers[kind](connection, takes)
}
