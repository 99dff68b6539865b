import type { Kysely, Selectable } from 'kysely'
import type { EntryId, ScopeId } from '../../spec/ids.ts'
import { thisRevision } from '../../spec/revision.ts'
import type { Schema, WatchesTable } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import type { MadeWatch } from './make-watch.ts'
import type { Watch } from './watch.ts'

/** Writes or replaces an entry's watch, after the entry's row in the same transaction. Its passages are `watched` evidence. */
export function putWatchStatement(db: Kysely<Schema>, scope: ScopeId, watch: Watch): Statement {
  const row = {
    scope,
    entry: watch.entry,
    vector: watch.vector?.digest ?? null,
    embedder: watch.vector?.embedder ?? null,
    terms: JSON.stringify(watch.terms.map(({ term, weight }) => [term, weight])),
    passages: watch.passages,
    k: watch.k,
    score: watch.score,
    revision: thisRevision(scope),
  }
  return statement(
    db
      .insertInto('watches')
      .values(row)
      .onConflict((conflict) => conflict.columns(['scope', 'entry']).doUpdateSet(row)),
  )
}

/** Replaces the watch of an entry and what it found, and nothing else it rests on. */
export function renewWatchStatements(db: Kysely<Schema>, scope: ScopeId, { watch, pins }: MadeWatch): readonly Statement[] {
  const { entry } = watch
  const clear = db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', '=', entry).where('role', '=', 'watched')
  const rows = pins.map((pin, ordinal) => ({ scope, artefact: entry, artefact_kind: 'entry' as const, ordinal, span: null, ...pin }))
  return [
    putWatchStatement(db, scope, watch),
    statement(clear),
    ...(rows.length === 0 ? [] : [statement(db.insertInto('evidence').values(rows))]),
  ]
}

/** Removes the watch of an entry that has become a list. */
export function dropWatchStatement(db: Kysely<Schema>, scope: ScopeId, entry: EntryId): Statement {
  return statement(db.deleteFrom('watches').where('scope', '=', scope).where('entry', '=', entry))
}

/** The watch of one entry, or null: lists have none. */
export async function loadWatch(db: Kysely<Schema>, scope: ScopeId, entry: EntryId): Promise<Watch | null> {
  const row = await db.selectFrom('watches').selectAll().where('scope', '=', scope).where('entry', '=', entry).executeTakeFirst()
  return row === undefined ? null : toWatch(row)
}

/** Watches written after a revision, a page at a time in order of their entries. */
export async function watchesAfter(
  db: Kysely<Schema>,
  scope: ScopeId,
  revision: number,
  after: string,
  limit: number,
): Promise<readonly Watch[]> {
  const rows = await db
    .selectFrom('watches')
    .selectAll()
    .where('scope', '=', scope)
    .where('revision', '>', revision)
    .where('entry', '>', after)
    .orderBy('entry')
    .limit(limit)
    .execute()
  return rows.map(toWatch)
}

function toWatch(row: Selectable<WatchesTable>): Watch {
  const terms = JSON.parse(row.terms) as readonly (readonly [string, number])[]
  return {
    entry: row.entry as EntryId,
    vector: row.vector === null || row.embedder === null ? null : { digest: row.vector, embedder: row.embedder },
    terms: terms.map(([term, weight]) => ({ term, weight })),
    passages: row.passages,
    k: row.k,
    score: row.score,
  }
}
