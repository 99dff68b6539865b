import { databaseSize } from '../../adapters/store/sqlite/database-size.ts'

/** Where the database is and how large it is with its write-ahead log. */
export async function databaseView(path: string): Promise<{ readonly path: string; readonly bytes: number }> {
  return { path, bytes: path === ':memory:' ? 0 : await databaseSize(path) }
}
