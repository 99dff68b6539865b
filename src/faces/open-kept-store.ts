import { isPostgresAddress } from '../adapters/store/postgres/is-postgres-address.ts'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { type Clock, systemClock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { Store } from '../spec/store.ts'

export interface KeptStore {
  readonly store: Store
  /** Why nothing that happens now is kept, or null. */
  readonly notKept: string | null
}

/**
 * Opens the database, or holds everything in memory where no file can be made: then answers say that nothing was kept. A
 * server that was named is never replaced by memory, and leases are by its time but where another clock than the system's is given.
 */
export async function openKeptStore(database: string, clock: Clock): Promise<KeptStore> {
  if (database === ':memory:') return { store: await openSqliteStore({ path: database, clock }), notKept: null }
  if (isPostgresAddress(database)) {
    // Loaded only where it is used: most have a file.
    const { openPostgresStore } = await import('../adapters/store/postgres/open-postgres-store.ts')
    return kept(await openPostgresStore({ connection: database, clock: clock === systemClock ? undefined : clock }))
  }
  try {
    return kept(await openSqliteStore({ path: database, clock }))
  } catch (cause) {
    if (!(cause instanceof ReverieError) || cause.code !== 'database-read-only') throw cause
    return { store: await openSqliteStore({ path: ':memory:', clock }), notKept: cause.message.replace(/\.$/, '') }
  }
}

function kept(store: Store): KeptStore {
  return { store, notKept: store.writable.ok ? null : store.writable.reason }
}
