import { sql } from 'kysely'
import type { ColumnTypes } from '../migrations/column-types.ts'

/** PostgreSQL's spelling. Text is compared byte by byte, as SQLite compares it, whatever the database's own order is. */
export const postgresColumnTypes: ColumnTypes = {
  text: sql`text collate "C"`,
  integer: 'bigint',
  real: 'double precision',
  blob: 'bytea',
  identity: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
  tableEnd: () => null,
  longIndex: 'hash',
}
