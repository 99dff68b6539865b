import type { ScopeId } from '../../../spec/ids.ts'
import type { Statement } from '../../../spec/store.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** Names of what a scope's index consists of. */
export function lexicalNames(scopeNo: number): { readonly index: string; readonly terms: string; readonly trigger: string } {
  if (!Number.isSafeInteger(scopeNo) || scopeNo < 0) throw new RangeError(`a scope's number is a whole number, not ${scopeNo}`)
  return { index: `lexical_${scopeNo}`, terms: `lexical_${scopeNo}_terms`, trigger: `lexical_${scopeNo}_follows` }
}

/**
 * One FTS5 table a scope that stores only which passages a term is in: no text (`content=''`), no positions
 * (`detail=none`). `contentless_delete` lets a passage be replaced and removed by its number alone, so the index can
 * never be broken by a caller whose tokeniser has changed since. The trigger follows rows of passages that go, by
 * cascade too. https://sqlite.org/fts5.html
 */
export function createLexical(scope: ScopeId, scopeNo: number): readonly Statement[] {
  const { index, terms, trigger } = lexicalNames(scopeNo)
  return [
    `create virtual table if not exists ${index} using fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii tokenchars _')`,
    `create virtual table if not exists ${terms} using fts5vocab('${index}', 'row')`,
    `create trigger if not exists ${trigger} after delete on passages when old.scope = ${literal(scope)} begin delete from ${index} where rowid = old.no; end`,
  ].map(plain)
}

export function dropLexical(scopeNo: number): readonly Statement[] {
  const { index, terms, trigger } = lexicalNames(scopeNo)
  return [`drop trigger if exists ${trigger}`, `drop table if exists ${terms}`, `drop table if exists ${index}`].map(plain)
}

/** The FTS5 tables there are, of all scopes. */
export function lexicalTables(connection: SqliteConnection): readonly string[] {
  const rows = connection
    .prepare("select name from sqlite_schema where type = 'table' and sql like 'create virtual table % using fts5(%'")
    .all([])
  return rows.map((row) => String((row as { readonly name: unknown }).name))
}

function plain(sql: string): Statement {
  return { sql, parameters: [] }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
