import type { ScopeId } from '../../../spec/ids.ts'
import type { Statement } from '../../../spec/store.ts'

/** What the names of the lexical tables begin with. */
export const lexicalPrefix = 'lexical_'

/** The table of a scope's index. */
export function lexicalTable(scopeNo: number): string {
  if (!Number.isSafeInteger(scopeNo) || scopeNo < 0) throw new RangeError(`a scope's number is a whole number, not ${scopeNo}`)
  return `${lexicalPrefix}${scopeNo}`
}

/**
 * One table a scope: which lexemes a passage holds, without positions, under its number. Nearly every passage is one row;
 * one beyond what a `tsvector` takes has several parts. https://www.postgresql.org/docs/current/datatype-textsearch.html
 */
export function createLexical(_scope: ScopeId, scopeNo: number): readonly Statement[] {
  const table = lexicalTable(scopeNo)
  return [
    `create table if not exists ${table} (no bigint not null, part integer not null, tokens tsvector not null, primary key (no, part))`,
    // Entries that wait in a list are read one by one with each search, until something empties the list.
    `create index if not exists ${table}_tokens on ${table} using gin (tokens) with (fastupdate = off)`,
    // No samples of words outside the table, and one plan whatever they would say.
    `alter table ${table} alter column tokens set statistics 0`,
  ].map((sql) => ({ sql, parameters: [] }))
}

export function dropLexical(scopeNo: number): readonly Statement[] {
  return [{ sql: `drop table if exists ${lexicalTable(scopeNo)}`, parameters: [] }]
}
