import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { Store } from '../spec/store.ts'

export interface KeptStore {
  readonly store: Store
  /** Why nothing that happens now is kept, or null. */
  readonly notKept: string | null
}

/** Opens the database, or holds everything in memory where none can be made: then answers say that nothing was kept. */
export async function openKeptStore(path: string, clock: Clock): Promise<KeptStore> {
  if (path === ':memory:') return { store: await openSqliteStore({ path, clock }), notKept: null }
  try {
    const store = await openSqliteStore({ path, clock })
    return { store, notKept: store.writable.ok ? null : store.writable.reason }
  } catch (cause) {
    if (!(cause instanceof ReverieError) || cause.code !== 'database-read-only') throw cause
    return { store: await openSqliteStore({ path: ':memory:', clock }), notKept: cause.message.replace(/\.$/, '') }
  }
}
