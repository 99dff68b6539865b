import { ReverieError } from '../../../spec/errors.ts'

/** The version of the schema this release reads and writes, kept in `meta` under {@link schemaVersionKey}. One a migration. */
export const schemaVersion = 4

export const schemaVersionKey = 'schema'

/** Whether a database that holds this version is at this release's, or must be migrated to it. Throws `database-newer` for a later release's. */
export function compareSchemaVersion(database: string, found: number): 'current' | 'older' {
  if (found > schemaVersion) {
    throw new ReverieError(
      'database-newer',
      `The database ${database} was written by a newer Reverie: it holds schema ${found} and this release reads up to ${schemaVersion}. It was left as it is.`,
      { hint: 'Update Reverie, or name another database.' },
    )
  }
  return found === schemaVersion ? 'current' : 'older'
}
