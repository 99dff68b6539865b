import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Schema } from '../../../spec/schema.ts'
import { initial } from './0001-initial.ts'
import { lineage } from './0002-lineage.ts'
import { match } from './0003-match.ts'
import { worth } from './0004-worth.ts'
import type { ColumnTypes } from './column-types.ts'
import { schemaVersion, schemaVersionKey } from './schema-version.ts'

/**
 * Brings a database to {@link schemaVersion}. Takes no transaction of its own: the caller holds one that excludes other
 * writers, so that two processes that start at once migrate once. `schema` names the one the tables are in, where the
 * engine has several. Rejects with what the failing migration threw.
 */
export async function migrate(db: Kysely<Schema>, types: ColumnTypes, schema?: string): Promise<void> {
  const migrations: Record<string, Migration> = {
    '0001-initial': { up: (migrating: Kysely<unknown>) => initial(migrating, types) },
    '0002-lineage': { up: (migrating: Kysely<unknown>) => lineage(migrating, types) },
    '0003-match': { up: (migrating: Kysely<unknown>) => match(migrating, types) },
    '0004-worth': { up: (migrating: Kysely<unknown>) => worth(migrating, types) },
  }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    disableTransactions: true,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  const version = { key: schemaVersionKey, value: String(schemaVersion) }
  await db
    .insertInto('meta')
    .values(version)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(version))
    .execute()
}
