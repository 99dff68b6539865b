/** The version of the schema this release reads and writes, kept in `meta` under {@link schemaVersionKey}. One a migration. */
export const schemaVersion = 2

export const schemaVersionKey = 'schema'
