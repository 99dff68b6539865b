import type { Clock } from '../../../spec/clock.ts'
import { ReverieError } from '../../../spec/errors.ts'
import type { Store } from '../../../spec/store.ts'
import { compactDatabase } from './compact-database.ts'
import { type ConnectionTarget, connectionTarget } from './connection-target.ts'
import { createWriter, type PostgresWriter } from './create-writer.ts'
import { databaseSize } from './database-size.ts'
import { readChanges } from './engine-objects.ts'
import { kyselyOverPool } from './kysely-over-pool.ts'
import { claimLease, releaseLease } from './leases.ts'
import { postgresLexicalIndex } from './lexical-index.ts'
import { loadPg } from './load-pg.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { boundValue } from './postgres-values.ts'
import { readSchemaVersion } from './read-schema-version.ts'
import { openSessionPool, type PostgresSession, type SessionPool } from './session-pool.ts'
import { writeAccess } from './write-access.ts'
import { inTransaction, writeTransaction } from './write-transaction.ts'

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:5432/database`, with the driver's parameters and `schema`. The database must exist. */
  readonly connection: string
  /** For leases. Default: the server's time, which processes of several machines share; another one must be shared as well. */
  readonly clock?: Clock | undefined
  /** The schema that holds the tables, made where it is missing. Default: the address's `schema`, else `reverie`. */
  readonly schema?: string
}

/** Connections a process reads on at once, at most. */
const readers = 4

/**
 * Opens the store over PostgreSQL 13 or newer, through the optional package `pg`. Reads run on connections that cannot
 * write; writes one after another on one of their own, each under a lock that all processes share, so that they follow
 * each other as SQLite's do.
 *
 * Rejects with `package-missing`, `bad-argument`, `database-unreachable`, `not-found` (no such database),
 * `database-damaged` (the schema holds other tables) or `database-newer` (all is left as it is), `database-read-only` (it
 * would have to be made or migrated and cannot be), `database-busy`.
 */
export async function openPostgresStore({ connection, clock, schema }: PostgresStoreOptions): Promise<Store> {
  const target = connectionTarget(connection, schema)
  const pg = await loadPg()
  const reading = openSessionPool(pg, { target, readOnly: true, max: readers })
  const writing = openSessionPool(pg, { target, readOnly: false, max: 1 })
  try {
    if ((await using(reading, (session) => readSchemaVersion(session, target))) === 'older') await migratePostgres(writing, target)
    const writable = await using(reading, writeAccess)
    return assembleStore({ target, reading, writing, writable, clock })
  } catch (error) {
    await Promise.all([reading.end(), writing.end()])
    throw error
  }
}

interface StoreParts {
  readonly target: ConnectionTarget
  readonly reading: SessionPool
  readonly writing: SessionPool
  readonly writable: Store['writable']
  readonly clock: Clock | undefined
}

function assembleStore({ target, reading, writing, writable, clock }: StoreParts): Store {
  const read = kyselyOverPool(reading)
  const writer = createWriter(writing)
  let ending: Promise<void> | null = null
  const perform: PostgresWriter['perform'] = async (task) => {
    if (ending !== null) throw new ReverieError('internal', `The database ${target.label} was closed before this write was asked for.`)
    if (!writable.ok) {
      throw new ReverieError('database-read-only', `The database ${target.label} cannot be written: ${writable.reason}.`, {
        hint: 'Grant the role what it needs in the schema, or name another database.',
      })
    }
    return writer.perform(task)
  }
  const end = async (): Promise<void> => {
    await writer.settled()
    await read.destroy()
    await Promise.all([reading.end(), writing.end()])
  }
  return {
    read,
    lexical: postgresLexicalIndex(reading),
    writable,
    write: async (statements, options = {}) => {
      const owned = statements.map(({ sql, parameters }) => ({ sql, parameters: parameters.map((value) => boundValue(value, true)) }))
      return perform((session) => writeTransaction(session, owned, options))
    },
    claimLease: (name, holder, ttlMs) => {
      const claim = { name, holder, ttlMs, now: clock === undefined ? null : clock.now() }
      return perform((session) =>
        inTransaction(session, async () => {
          const { lease, isChanged } = await claimLease(session, claim)
          return { result: lease, keep: isChanged }
        }),
      )
    },
    releaseLease: (lease) =>
      perform((session) =>
        inTransaction(session, async () => {
          await releaseLease(session, lease)
          return { result: undefined, keep: true }
        }),
      ),
    changeToken: () => using(reading, tokenOf),
    compact: () => perform((session) => compactDatabase(session, target.schema)),
    size: () => using(reading, (session) => databaseSize(session, target.schema)),
    close: () => {
      ending ??= end()
      return ending
    },
  }
}

async function tokenOf(session: PostgresSession): Promise<number> {
  const { rows } = await session.query(readChanges)
  const [row] = rows as readonly { readonly count: number }[]
  if (row === undefined) throw new ReverieError('database-damaged', 'The database has lost the count of its changes.')
  return row.count
}

async function using<Result>(pool: SessionPool, work: (session: PostgresSession) => Promise<Result>): Promise<Result> {
  const session = await pool.take()
  try {
    return await work(session)
  } finally {
    session.release()
  }
}
