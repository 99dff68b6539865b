import { connectionTarget } from '../../adapters/store/postgres/connection-target.ts'
import { isPostgresAddress } from '../../adapters/store/postgres/is-postgres-address.ts'
import type { Store } from '../../spec/store.ts'

/** Where the database is, without any password, and how large it is with its write-ahead log. */
export async function databaseView(database: string, store: Store): Promise<{ readonly path: string; readonly bytes: number }> {
  return { path: databaseLabel(database), bytes: await store.size() }
}

/** A database as people may see it: its file, or its address without the password. */
export function databaseLabel(database: string): string {
  return isPostgresAddress(database) ? connectionTarget(database).label : database
}
