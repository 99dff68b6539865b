import { ReverieError } from '../../../spec/errors.ts'
import type { LexicalIndex, TermFrequency } from '../../../spec/store.ts'
import { createLexical, dropLexical, lexicalNames } from './lexical-schema.ts'
import { encodeTokens, matchToken } from './lexical-token.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** The lexical index over FTS5; reads on the given connection, writes by statements for the writer. */
export function sqliteLexicalIndex(reader: SqliteConnection): LexicalIndex {
  return {
    create: createLexical,
    drop: dropLexical,
    put: (scopeNo, passage, tokens) => [
      {
        // A passage without a row must fail: FTS5 would number a NULL itself.
        sql: `insert or replace into ${lexicalNames(scopeNo).index}(rowid, tokens) values (coalesce(${passageNo(scopeNo)}, 'no such passage'), ?)`,
        parameters: [passage, encodeTokens(tokens)],
      },
    ],
    remove: (scopeNo, passage) => [
      { sql: `delete from ${lexicalNames(scopeNo).index} where rowid = ${passageNo(scopeNo)}`, parameters: [passage] },
    ],
    frequencies: async (scopeNo, terms) => reading(reader, scopeNo, () => frequenciesOf(reader, scopeNo, terms)),
    candidates: async (scopeNo, terms, limit) => reading(reader, scopeNo, () => candidatesOf(reader, scopeNo, terms, limit)),
  }
}

/** An index that is not there is said to be missing: its scope may have been forgotten since the caller read its number. */
function reading<Result>(reader: SqliteConnection, scopeNo: number, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    const { index } = lexicalNames(scopeNo)
    if (reader.prepare('select 1 from sqlite_schema where name = ?').all([index]).length > 0) throw error
    throw new ReverieError('not-found', `Scope number ${scopeNo} has no lexical index: it was forgotten or never made.`, { cause: error })
  }
}

function passageNo(scopeNo: number): string {
  return `(select no from passages where scope = (select scope from scopes where no = ${scopeNo}) and passage = ?)`
}

function frequenciesOf(reader: SqliteConnection, scopeNo: number, terms: readonly string[]): readonly TermFrequency[] {
  const statement = reader.prepare(`select doc from ${lexicalNames(scopeNo).terms} where term = ?`)
  return [...new Set(terms)].map((term) => {
    const [row] = statement.all([encodeTokens(term)]) as readonly { readonly doc: number }[]
    return { term, passages: row?.doc ?? 0 }
  })
}

/** Terms that are equally rare count as one level, so that which passages come first never depends on the engine. */
function candidatesOf(reader: SqliteConnection, scopeNo: number, terms: readonly string[], limit: number): readonly number[] {
  const { index } = lexicalNames(scopeNo)
  const statement = reader.prepare(
    `select group_concat(no) as nos from (select rowid as no from ${index} where ${index} match ? order by rowid limit ?)`,
  )
  const levels = Map.groupBy(
    frequenciesOf(reader, scopeNo, terms).filter((frequency) => frequency.passages > 0),
    (frequency) => frequency.passages,
  )
  const found = new Set<number>()
  for (const [, level] of [...levels].sort(([a], [b]) => a - b)) {
    if (found.size >= limit) break
    // Of each term at most `limit` passages can matter: those found already are among them or before them.
    for (const no of merged(level.map(({ term }) => numbers(statement.all([matchToken(term), limit]))))) {
      if (found.size >= limit) break
      found.add(no)
    }
  }
  return [...found]
}

/** Ascending lists as one ascending list; a number may come twice. */
function merged(lists: readonly (readonly number[])[]): readonly number[] {
  const [only] = lists
  return lists.length === 1 && only !== undefined ? only : lists.flat().sort((a, b) => a - b)
}

/** One text of numbers crosses from SQLite several times faster than a row each. */
function numbers(rows: readonly unknown[]): readonly number[] {
  const [row] = rows as readonly { readonly nos: string | null }[]
  return row === undefined || row.nos === null ? [] : row.nos.split(',').map(Number)
}
