import { sql } from 'kysely'
import type { ColumnTypes } from '../migrations/column-types.ts'

/** SQLite's spelling. Strict tables refuse a value of another type, as every other engine does. */
export const sqliteColumnTypes: ColumnTypes = {
  text: 'text',
  integer: 'integer',
  real: 'real',
  blob: 'blob',
  identity: (column) => column.primaryKey().autoIncrement(),
  tableEnd: (clustered) => (clustered ? sql`strict, without rowid` : sql`strict`),
  longIndex: null,
}
