import type { ColumnDefinitionBuilder, RawBuilder } from 'kysely'

/** What the engines spell differently in the same schema; every migration is written against these. */
export interface ColumnTypes {
  /** Compared byte by byte. */
  readonly text: 'text' | RawBuilder<unknown>
  /** 64-bit integer. */
  readonly integer: 'integer' | 'bigint'
  /** 64-bit floating point. */
  readonly real: 'real' | 'double precision'
  readonly blob: 'blob' | 'bytea'
  /** Makes an integer column the primary key that numbers its rows and never uses a number twice. */
  identity(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder
  /** What ends a `create table`, or null. `clustered` tables are read by their primary key only. */
  tableEnd(clustered: boolean): RawBuilder<unknown> | null
  /** The index that bears text of any length, where the ordinary one has a limit: over one column, for equality only. */
  readonly longIndex: 'hash' | null
}
