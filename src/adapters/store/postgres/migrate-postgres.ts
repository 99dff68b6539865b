import { migrate } from '../migrations/migrate.ts'
import type { ConnectionTarget } from './connection-target.ts'
import { makeEngineObjects } from './engine-objects.ts'
import { kyselyOverSession } from './kysely-over-pool.ts'
import { postgresColumnTypes } from './postgres-column-types.ts'
import { readSchemaVersion } from './read-schema-version.ts'
import { type PostgresSession, quotedName, type SessionPool } from './session-pool.ts'

/** Tells our lock from the locks of others in the same database. */
const lockSpace = 0x52657665

/**
 * Migrates in one transaction under a lock: all of it or nothing, once whichever process comes first. The connection is
 * closed afterwards, as the migrator sets and takes things on it that outlive a transaction.
 */
export async function migratePostgres(pool: SessionPool, target: ConnectionTarget): Promise<void> {
  const session = await pool.take()
  let first: unknown = null
  const watched: PostgresSession = {
    ...session,
    // Whatever is asked after a failure fails as well, and would hide it.
    query: (sql, parameters) =>
      session.query(sql, parameters).catch((error: unknown) => {
        first ??= error
        throw error
      }),
  }
  try {
    await migrateUnderLock(watched, target)
  } catch (error) {
    throw first ?? error
  } finally {
    session.release(true)
  }
}

async function migrateUnderLock(session: PostgresSession, target: ConnectionTarget): Promise<void> {
  // A process that comes second waits for the whole migration.
  await session.query('set lock_timeout = 0')
  await session.query('begin isolation level read committed read write')
  await session.query('select pg_advisory_xact_lock($1, hashtext($2))', [lockSpace, target.schema])
  if ((await readSchemaVersion(session, target)) === 'older') {
    await session.query(`create schema if not exists ${quotedName(target.schema)}`)
    await migrate(kyselyOverSession(session, target.schema), postgresColumnTypes, target.schema)
    await makeEngineObjects(session)
  }
  await session.query('commit')
}
