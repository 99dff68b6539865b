import type { Kysely, RawBuilder } from 'kysely'
import type { Schema } from '../spec/schema.ts'
import type { Statement } from '../spec/store.ts'

type Value = string | number | null
/** A row of values, the same columns in the same order in each. */
export type BulkRow = Readonly<Record<string, Value>>

export interface BulkTable {
  readonly table: 'versions' | 'passages' | 'units'
  readonly columns: readonly string[]
  /** Columns that tell rows apart; a row that is there already is replaced in `replaced`, or kept where that is empty. */
  readonly key: readonly string[]
  readonly replaced: readonly string[]
  /** A last column that is an expression with one parameter, the same for all rows. */
  readonly expression?: { readonly column: string; readonly value: RawBuilder<unknown>; readonly parameter: Value }
}

/** Row counts statements are made for: few texts to compile, each small enough for one turn of the calling thread. */
const rowCounts = [16, 4, 1] as const

/**
 * Multi-row inserts of plain rows. Kysely compiles one statement a row count, and the rest of the rows reuse its text
 * with their own parameters: compiling each would keep the calling thread for longer than the writer needs.
 */
export function createBulkInsert(db: Kysely<Schema>, target: BulkTable): (rows: readonly BulkRow[]) => readonly Statement[] {
  const compiled = new Map<number, string>()
  const sqlFor = (count: number) => {
    const known = compiled.get(count)
    if (known !== undefined) return known
    const sql = compileFor(db, target, count)
    compiled.set(count, sql)
    return sql
  }
  return (rows) => {
    const statements: Statement[] = []
    let at = 0
    for (const count of rowCounts) {
      for (; rows.length - at >= count; at += count) {
        statements.push({ sql: sqlFor(count), parameters: rows.slice(at, at + count).flatMap((row) => valuesOf(target, row)) })
      }
    }
    return statements
  }
}

function valuesOf(target: BulkTable, row: BulkRow): readonly Value[] {
  const values = target.columns.map((column) => row[column] ?? null)
  return target.expression === undefined ? values : [...values, target.expression.parameter]
}

function compileFor(db: Kysely<Schema>, target: BulkTable, count: number): string {
  const { columns, expression, key, replaced } = target
  const row: Record<string, unknown> = Object.fromEntries(columns.map((column) => [column, null]))
  if (expression !== undefined) row[expression.column] = expression.value
  const untyped = db as unknown as Kysely<Record<string, Record<string, unknown>>>
  return untyped
    .insertInto(target.table)
    .values(new Array(count).fill(row))
    .onConflict((conflict) =>
      replaced.length === 0
        ? conflict.columns([...key]).doNothing()
        : conflict
            .columns([...key])
            .doUpdateSet((builder) => Object.fromEntries(replaced.map((column) => [column, builder.ref(`excluded.${column}`)]))),
    )
    .compile().sql
}
