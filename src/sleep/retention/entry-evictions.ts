import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import { bumpRevision, noteErasure } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import { keyNoteOf } from '../make-keys-owed.ts'

/** A deletion written as plain SQL. */
export function deletion(db: Kysely<Schema>, query: RawBuilder<unknown>): Statement {
  return statement({ compile: () => query.compile(db) })
}

/**
 * Deletes entries with everything that hangs on them: keys and the vectors that nothing else is found by, stored searches,
 * evidence, former bodies, notes, what checks said of them, and their questions, which a sleep would else prepare again.
 * What a person said of an answer stays: it must not be served again if it is made again.
 */
export async function entryEvictions(db: Kysely<Schema>, scope: ScopeId, entries: readonly string[]): Promise<readonly Statement[]> {
  if (entries.length === 0) return []
  const ids = sql.join(entries)
  const gone = (table: 'keys' | 'watches' | 'editions') =>
    deletion(db, sql`delete from ${sql.table(table)} where scope = ${scope} and entry in (${ids})`)
  const rows = await db.selectFrom('entries').select('question').where('scope', '=', scope).where('entry', 'in', entries).execute()
  const questions = sql.join(['', ...rows.map((row) => row.question)])
  const keys = await db.selectFrom('keys').select('vector').distinct().where('scope', '=', scope).where('entry', 'in', entries).execute()
  const vectors = sql.join(['', ...keys.map((key) => key.vector)])
  const used = (table: 'keys' | 'units' | 'watches') =>
    sql`digest not in (select vector from ${sql.table(table)} where scope = ${scope} and vector in (${vectors}))`
  return [
    bumpRevision(db, scope),
    deletion(
      db,
      sql`delete from evidence where scope = ${scope} and (artefact in (${ids})
      or artefact in (select edition from editions where scope = ${scope} and entry in (${ids})))`,
    ),
    gone('editions'),
    gone('keys'),
    gone('watches'),
    deletion(db, sql`delete from verifications where scope = ${scope} and artefact in (${ids})`),
    deletion(db, sql`delete from labels where scope = ${scope} and entry in (${ids}) and source <> 'feedback'`),
    deletion(db, sql`delete from memos where scope = ${scope} and memo in (${sql.join(entries.map(keyNoteOf))})`),
    deletion(db, sql`delete from entries where scope = ${scope} and entry in (${ids})`),
    deletion(
      db,
      sql`delete from questions where scope = ${scope} and question in (${questions}) and pinned = 0 and dropped = 0
        and not exists (select 1 from entries e where e.scope = ${scope} and e.question = questions.question)`,
    ),
    orphanSpeculations(db, scope, questions),
    deletion(
      db,
      sql`delete from vectors where scope = ${scope} and digest in (${vectors}) and ${used('keys')} and ${used('units')} and ${used('watches')}`,
    ),
    noteErasure(db, scope),
  ]
}

/** How far questions that are gone were prepared. */
export function orphanSpeculations(db: Kysely<Schema>, scope: ScopeId, questions: RawBuilder<unknown>): Statement {
  return deletion(
    db,
    sql`delete from speculations where scope = ${scope} and question in (${questions})
      and not exists (select 1 from questions q where q.scope = ${scope} and q.question = speculations.question)`,
  )
}
