import { type Kysely, sql } from 'kysely'
import { type DocumentChange, touchedPassages } from '../corpus/change-hook.ts'
import type { DocumentId, EntryId, PassageId, ScopeId } from '../spec/ids.ts'
import { thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { rebaseEvidence } from './rebase-evidence.ts'

const slice = 400

/**
 * Statements for the transaction of a change, run after the passages' rows are written. An entry or claim stays fresh
 * only while every passage it cites is at the version it pinned; it comes back as soon as they all are again, without a
 * model. What rests on passages that are gone altogether turns dormant. Lists and distillates over the document turn
 * suspect: their membership is compared before they are served.
 */
export async function markChanges(db: Kysely<Schema>, change: DocumentChange): Promise<readonly Statement[]> {
  const statements: Statement[] = [...(await rebaseEvidence(db, change.scope, change.passages))]
  const all = touchedPassages(change)
  for (let at = 0; at < all.length; at += slice) {
    const touched = all.slice(at, at + slice)
    statements.push(...markEntries(db, change.scope, touched), ...markClaims(db, change.scope, touched))
  }
  if (change.passages.length === 0) return statements
  const places = [change, change.from].filter((place) => place !== null)
  return [...statements, ...places.flatMap((place) => markLists(db, change.scope, place))]
}

/** Marks of these entries those stale that cite a passage at another version than its current one; for the transaction that writes them. */
export function withdrawUnsupported(db: Kysely<Schema>, scope: ScopeId, entries: readonly EntryId[]): readonly Statement[] {
  if (entries.length === 0) return []
  return [
    statement(
      db
        .updateTable('entries')
        .set({ state: 'stale', revision: thisRevision(scope) })
        .where('scope', '=', scope)
        .where('entry', 'in', entries)
        .where('state', '=', 'fresh')
        .where(unsupported('entries')),
    ),
  ]
}

function unsupported(alias: string) {
  return sql<boolean>`exists (select 1 from evidence as e where e.scope = ${sql.ref(`${alias}.scope`)} and e.artefact = ${sql.ref(alias === 'entries' ? 'entries.entry' : 'claims.claim')} and e.role = 'cited'
    and not exists (select 1 from passages as p where p.scope = e.scope and p.passage = e.reference and p.version = e.version))`
}

function gone(alias: string) {
  return sql<boolean>`not exists (select 1 from evidence as e join passages as p on p.scope = e.scope and p.passage = e.reference
    where e.scope = ${sql.ref(`${alias}.scope`)} and e.artefact = ${sql.ref(alias === 'entries' ? 'entries.entry' : 'claims.claim')} and e.role = 'cited' and p.version is not null)`
}

function markEntries(db: Kysely<Schema>, scope: ScopeId, touched: readonly PassageId[]): readonly Statement[] {
  const resting = db
    .selectFrom('evidence')
    .select('artefact')
    .where('scope', '=', scope)
    .where('role', '=', 'cited')
    .where('reference', 'in', touched)
  const update = (state: 'stale' | 'dormant' | 'fresh') =>
    db
      .updateTable('entries')
      .set({ state, revision: thisRevision(scope) })
      .where('scope', '=', scope)
      .where('entry', 'in', resting)
  return [
    statement(update('stale').where('state', 'in', ['fresh', 'suspect', 'dormant']).where(unsupported('entries'))),
    statement(update('dormant').where('state', '=', 'stale').where(gone('entries'))),
    statement(
      update('fresh')
        .where('state', 'in', ['stale', 'dormant'])
        .where(sql<boolean>`not ${unsupported('entries')}`)
        .where('shape', '!=', 'list'),
    ),
  ]
}

function markClaims(db: Kysely<Schema>, scope: ScopeId, touched: readonly PassageId[]): readonly Statement[] {
  const resting = db
    .selectFrom('evidence')
    .select('artefact')
    .where('scope', '=', scope)
    .where('role', '=', 'cited')
    .where('reference', 'in', touched)
  const update = (state: string) => db.updateTable('claims').set({ state }).where('scope', '=', scope).where('claim', 'in', resting)
  return [
    statement(update('stale').where('state', '=', 'fresh').where(unsupported('claims'))),
    statement(
      update('fresh')
        .where('state', '=', 'stale')
        .where(sql<boolean>`not ${unsupported('claims')}`),
    ),
  ]
}

/** Folders from the root ('') down to the one that holds the path. */
export function foldersOf(path: string): readonly string[] {
  const pieces = path.split('/').slice(0, -1)
  return ['', ...pieces.map((_, index) => pieces.slice(0, index + 1).join('/'))]
}

function markLists(
  db: Kysely<Schema>,
  scope: ScopeId,
  { document, path }: { readonly document: DocumentId; readonly path: string },
): readonly Statement[] {
  const references = [listReference('file', document), ...foldersOf(path).map((folder) => listReference('module', folder))]
  const topics = sql<string>`select 'topic:' || topic from topic_members where scope = ${scope} and document = ${document}`
  const covering = sql<string>`select artefact from evidence where scope = ${scope} and role = 'listed' and (reference in (${sql.join(references)}) or reference in (${topics}))`
  return [
    statement(
      db
        .updateTable('entries')
        .set({ state: 'suspect', revision: thisRevision(scope) })
        .where('scope', '=', scope)
        .where('state', 'in', ['fresh', 'stale', 'dormant'])
        .where('shape', '=', 'list')
        .where(sql<boolean>`entry in (${covering})`),
    ),
    statement(
      db
        .updateTable('distillates')
        .set({ state: 'suspect' })
        .where('scope', '=', scope)
        .where('state', '=', 'fresh')
        .where(sql<boolean>`distillate in (${covering})`),
    ),
  ]
}

/** What a list or distillate is over, as its `listed` evidence names it. */
export function listReference(level: 'file' | 'module' | 'topic', subject: string): string {
  return `${level}:${subject}`
}
