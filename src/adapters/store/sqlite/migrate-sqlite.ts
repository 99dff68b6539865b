import { migrate } from '../migrations/migrate.ts'
import { kyselyOver } from './kysely-over.ts'
import { seedStatistics } from './seed-statistics.ts'
import { sqliteColumnTypes } from './sqlite-column-types.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { sqliteError } from './sqlite-error.ts'

/** Migrates under the write lock: all of it or nothing, once whichever process comes first. */
export async function migrateSqlite(connection: SqliteConnection): Promise<void> {
  connection.exec('begin immediate')
  try {
    await migrate(kyselyOver(connection), sqliteColumnTypes)
    seedStatistics(connection)
    connection.exec('commit')
  } catch (error) {
    if (connection.database.isTransaction) connection.exec('rollback')
    throw sqliteError(error, connection.path, 'to migrate')
  }
}
