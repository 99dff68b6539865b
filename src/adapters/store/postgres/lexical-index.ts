import { ReverieError } from '../../../spec/errors.ts'
import type { LexicalIndex, Statement, TermFrequency } from '../../../spec/store.ts'
import { createLexical, dropLexical, lexicalTable } from './lexical-schema.ts'
import { lexemeParts, queryOf } from './lexical-token.ts'
import { postgresCode } from './postgres-error.ts'
import type { PostgresSession, SessionPool } from './session-pool.ts'

const undefinedTable = '42P01'

/**
 * The lexical index over `tsvector`, whose lexemes are our tokens as they are: `array_to_tsvector` parses nothing. Reads
 * on connections of the given pool, writes by statements for the writer.
 */
export function postgresLexicalIndex(pool: SessionPool): LexicalIndex {
  const reading = async <Result>(scopeNo: number, read: (session: PostgresSession) => Promise<Result>): Promise<Result> => {
    const session = await pool.take()
    try {
      return await read(session)
    } catch (cause) {
      if (postgresCode(cause) !== undefinedTable) throw cause
      throw new ReverieError('not-found', `Scope number ${scopeNo} has no lexical index: it was forgotten or never made.`, { cause })
    } finally {
      session.release()
    }
  }
  return {
    create: createLexical,
    drop: dropLexical,
    put: putStatements,
    remove: (scopeNo, passage) => [{ sql: `delete from ${lexicalTable(scopeNo)} where no = ${passageNo(scopeNo)}`, parameters: [passage] }],
    frequencies: (scopeNo, terms) => reading(scopeNo, (session) => frequenciesOf(session, scopeNo, terms)),
    candidates: (scopeNo, terms, limit) => reading(scopeNo, (session) => candidatesOf(session, scopeNo, terms, limit)),
  }
}

function passageNo(scopeNo: number): string {
  return `(select no from passages where scope = (select scope from scopes where no = ${scopeNo}) and passage = $1)`
}

/** A passage without a row has no number, which the table refuses. */
function putStatements(scopeNo: number, passage: string, tokens: string, previous: string | null): readonly Statement[] {
  const table = lexicalTable(scopeNo)
  const parts = lexemeParts(tokens)
  const put = `insert into ${table} (no, part, tokens) values (${passageNo(scopeNo)}, $2, array_to_tsvector(string_to_array($3, ' '))) on conflict (no, part) do update set tokens = excluded.tokens`
  const statements = parts.map((part, at): Statement => ({ sql: put, parameters: [passage, at, part] }))
  if (previous === null || lexemeParts(previous).length <= parts.length) return statements
  return [
    ...statements,
    { sql: `delete from ${table} where no = ${passageNo(scopeNo)} and part >= $2`, parameters: [passage, parts.length] },
  ]
}

async function frequenciesOf(session: PostgresSession, scopeNo: number, terms: readonly string[]): Promise<readonly TermFrequency[]> {
  const distinct = [...new Set(terms)]
  const table = lexicalTable(scopeNo)
  const counts = distinct.map(async (term) => {
    const query = queryOf(term)
    if (query === null) return 0
    const { rows } = await session.query(`select count(*) as passages from ${table} where tokens @@ $1::tsquery`, [query])
    return (rows as readonly { readonly passages: number }[])[0]?.passages ?? 0
  })
  const found = await Promise.all(counts)
  // Without a term nothing was asked of the table, and whether it is there is part of the answer.
  if (distinct.every((term) => queryOf(term) === null)) await session.query(`select 1 from ${table} limit 1`)
  return distinct.map((term, at) => ({ term, passages: found[at] ?? 0 }))
}

/** Terms that are equally rare count as one level, so that which passages come first never depends on the engine. */
async function candidatesOf(
  session: PostgresSession,
  scopeNo: number,
  terms: readonly string[],
  limit: number,
): Promise<readonly number[]> {
  const found = new Set<number>()
  for (const level of await levelsOf(session, scopeNo, terms)) {
    if (found.size >= limit) break
    const { rows } = await session.query(
      `select distinct no from ${lexicalTable(scopeNo)} where tokens @@ $1::tsquery order by no limit $2`,
      [level.join(' | '), limit],
    )
    // Of each level at most `limit` passages can matter: those found already are among them or before them.
    for (const { no } of rows as readonly { readonly no: number }[]) {
      if (found.size >= limit) break
      found.add(no)
    }
  }
  return [...found]
}

/** The terms as queries, the rarest first, those that are equally rare together. */
async function levelsOf(session: PostgresSession, scopeNo: number, terms: readonly string[]): Promise<readonly (readonly string[])[]> {
  const queries = [...new Set(terms)].map(queryOf).filter((query) => query !== null)
  if (queries.length === 1) return [queries]
  const frequencies = (await frequenciesOf(session, scopeNo, terms)).filter(({ passages }) => passages > 0)
  const levels = Map.groupBy(frequencies, ({ passages }) => passages)
  return [...levels].sort(([a], [b]) => a - b).map(([, level]) => level.map(({ term }) => queryOf(term)).filter((query) => query !== null))
}
