import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

/** A column: its type, and `?` after it where NULL is allowed; `identity` numbers the rows. */
export type ColumnSpec = `${'text' | 'integer' | 'real' | 'blob'}${'' | '?'}` | 'identity'

/** One table as a migration writes it down. */
export interface TableSpec {
  readonly columns: Readonly<Record<string, ColumnSpec>>
  /** Absent where an `identity` column is the key. */
  readonly primaryKey?: readonly string[]
  readonly unique?: readonly (readonly string[])[]
  readonly references?: readonly Reference[]
  readonly indexes?: readonly (readonly string[])[]
  /** Columns that hold text of any length; an index with one of them is asked for equality only. */
  readonly long?: readonly string[]
  /** Rows are small and found by primary key: keep them in the key's own tree. */
  readonly clustered?: boolean
}

/** A foreign key, checked at the end of the transaction so that the order of its statements is free. */
export interface Reference {
  readonly columns: readonly string[]
  readonly table: string
  readonly to: readonly string[]
  /** `cascade`: goes with what it refers to. `restrict`: what it refers to cannot go first. */
  readonly onDelete: 'cascade' | 'restrict'
}

/** Creates one table with its keys and indexes in the engine's spelling. */
export async function makeTable(db: Kysely<unknown>, types: ColumnTypes, name: string, spec: TableSpec): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name)
  for (const [column, kind] of Object.entries(spec.columns)) table = addColumn(table, types, column, kind)
  if (spec.primaryKey !== undefined) table = table.addPrimaryKeyConstraint(`${name}_key`, [...spec.primaryKey])
  for (const columns of spec.unique ?? []) table = table.addUniqueConstraint(`${name}_by_${columns.join('_')}`, [...columns])
  for (const reference of spec.references ?? []) {
    const columns = [...reference.columns]
    table = table.addForeignKeyConstraint(`${name}_to_${reference.table}`, columns, reference.table, [...reference.to], (constraint) =>
      constraint
        .onDelete(reference.onDelete === 'cascade' ? 'cascade' : 'no action')
        .deferrable()
        .initiallyDeferred(),
    )
  }
  const end = types.tableEnd(spec.clustered ?? false)
  await (end === null ? table : table.modifyEnd(end)).execute()
  for (const columns of spec.indexes ?? []) {
    const index = db.schema.createIndex(`${name}_by_${columns.join('_')}`).on(name)
    const long = types.longIndex === null ? undefined : columns.find((column) => spec.long?.includes(column))
    await (long === undefined || types.longIndex === null
      ? index.columns([...columns])
      : index.using(types.longIndex).column(long)
    ).execute()
  }
}

function addColumn(
  table: CreateTableBuilder<string, string>,
  types: ColumnTypes,
  column: string,
  kind: ColumnSpec,
): CreateTableBuilder<string, string> {
  if (kind === 'identity') return table.addColumn(column, types.integer, (definition) => types.identity(definition))
  const nullable = kind.endsWith('?')
  const type = kind.replace('?', '') as 'text' | 'integer' | 'real' | 'blob'
  const shape = (definition: ColumnDefinitionBuilder) => (nullable ? definition : definition.notNull())
  return table.addColumn(column, types[type], shape)
}
