import { type Kysely, type RawBuilder, sql } from 'kysely'
import { eraseSeals } from '../corpus/seals.ts'
import { forgetCalls } from '../ledger/channels/forget-calls.ts'
import type { ScopeId } from '../spec/ids.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import { bumpRevision, noteErasure } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import type { Statement, Store } from '../spec/store.ts'

/** Rows erased, by table. */
export type Erased = Readonly<Record<string, number>>

interface Erasure {
  readonly table: keyof Schema & string
  readonly where: RawBuilder<boolean>
}

/** Documents one statement names: expressions over more of them grow too deep for SQLite. */
const slice = 200

/**
 * Erases everything that was made of these documents, which a sync has removed before: their text, claims, summaries,
 * questions, the answers that quote them or were written by a model that was shown them, former and imported answers,
 * what paid calls returned, and the records of asks that showed them.
 */
export async function eraseDocuments(
  store: Store,
  scope: ScopeId,
  documents: readonly { readonly id: string; readonly path: string }[],
): Promise<Erased> {
  await forgetCalls(store, scope)
  const own: Erasure[] = []
  for (let at = 0; at < documents.length; at += slice) own.push(...ofDocuments(scope, documents.slice(at, at + slice)))
  // A paid result does not say what it was shown; without any, a revert costs its calls again.
  return erase(store, scope, [...own, { table: 'memos', where: sql`1 = 1` }, { table: 'quarantine', where: sql`1 = 1` }, ...orphans(scope)])
}

function ofDocuments(scope: ScopeId, documents: readonly { readonly id: string; readonly path: string }[]): readonly Erasure[] {
  const ids = sql.join(documents.map((document) => document.id))
  const paths = sql.join(documents.map((document) => document.path))
  const passages = sql`select passage from passages where scope = ${scope} and document in (${ids})`
  const versions = sql`select last_version from passages where scope = ${scope} and document in (${ids})`
  const claims = sql`select claim from claims where scope = ${scope} and document in (${ids})`
  const resting = (kind: 'entry' | 'edition') =>
    sql`select artefact from evidence where scope = ${scope} and artefact_kind = ${kind} and role in ('cited', 'read') and (reference in (${passages}) or version in (${versions}))`
  // What was withdrawn rests on nothing any more; its question still tells of what it was predicted from.
  const predicted = sql`select entry from entries where scope = ${scope} and region in (${paths})`
  const entries = sql`${resting('entry')} union ${predicted}`
  const any = (tests: readonly RawBuilder<boolean>[]): RawBuilder<boolean> => sql<boolean>`(${sql.join(tests, sql` or `)})`
  const cites = any(documents.map((document) => holds('answer', `"path":${inJson(document.path)}`)))
  const told = sql<boolean>`(entry in (${entries}) or ${cites} or ${considered(scope, entries)})`
  return [
    // What a person wrote quotes the document, too, also while a generated answer stands in its place.
    {
      table: 'approvals',
      where: sql`(entry in (${entries}) or entry in (select entry from editions where scope = ${scope} and edition in (${resting('edition')})))`,
    },
    // Of an entry that is gone nobody knows any more what it rested on.
    {
      table: 'labels',
      where: sql`(entry in (${entries}) or ask in (select ask from records where scope = ${scope} and ${told})
        or not exists (select 1 from entries x where x.scope = labels.scope and x.entry = labels.entry))`,
    },
    { table: 'evidence', where: sql`artefact in (${predicted})` },
    { table: 'records', where: told },
    { table: 'runs', where: any(documents.map(({ path }) => holds('receipt', inJson(path)))) },
    { table: 'keys', where: sql`entry in (${entries})` },
    {
      table: 'questions',
      where: sql`(region in (${paths}) or question in (select question from entries where scope = ${scope} and entry in (${entries})))`,
    },
    { table: 'entries', where: sql`entry in (${entries})` },
    { table: 'predictions', where: sql`region in (${paths})` },
    { table: 'yields', where: sql`region in (${paths})` },
    {
      table: 'editions',
      where: sql`(edition in (${resting('edition')}) or ${any(documents.map(({ path }) => holds('body', inJson(path))))})`,
    },
    { table: 'distillates', where: sql`(subject in (${ids}) or level in ('module', 'topic'))` },
    { table: 'topic_members', where: sql`document in (${ids})` },
    { table: 'verifications', where: sql`cause in (${paths})` },
    {
      table: 'evidence',
      where: sql`(artefact in (${entries}) or reference in (${passages}) or (artefact_kind = 'edition' and version in (${versions})) or artefact in (${claims}))`,
    },
    { table: 'claims', where: sql`document in (${ids})` },
    { table: 'units', where: sql`passage in (${passages})` },
    { table: 'passages', where: sql`document in (${ids})` },
    { table: 'documents', where: sql`document in (${ids})` },
  ]
}

/** Erases a question with its answer, its keys and the records of those who asked it. */
export async function eraseQuestion(
  store: Store,
  scope: ScopeId,
  question: { readonly id: string; readonly normalised: string },
): Promise<Erased> {
  await forgetCalls(store, scope)
  const entries = sql`select entry from entries where scope = ${scope} and question = ${question.id}`
  const records = await store.read.selectFrom('records').select(['ask', 'question']).where('scope', '=', scope).execute()
  const asks = records.filter((record) => normaliseQuestion(record.question) === question.normalised).map((record) => record.ask)
  const former = await store.read.selectFrom('editions').select(['edition', 'question_text']).where('scope', '=', scope).execute()
  const editions = former.filter((row) => normaliseQuestion(row.question_text) === question.normalised).map((row) => row.edition)
  return erase(store, scope, [
    { table: 'approvals', where: sql`question = ${question.id}` },
    { table: 'labels', where: sql`(normalised = ${question.normalised} or entry in (${entries}))` },
    {
      table: 'records',
      where: sql`(entry in (${entries}) or ask in (${sql.join(asks.length === 0 ? [''] : asks)}) or ${considered(scope, entries)})`,
    },
    // Where it was agreed to be another's, it is a key of that one.
    { table: 'keys', where: sql`(entry in (${entries}) or normalised = ${question.normalised})` },
    { table: 'evidence', where: sql`artefact in (${entries})` },
    { table: 'editions', where: sql`edition in (${sql.join(editions.length === 0 ? [''] : editions)})` },
    { table: 'memos', where: sql`1 = 1` },
    { table: 'entries', where: sql`question = ${question.id}` },
    { table: 'questions', where: sql`question = ${question.id}` },
    { table: 'predictions', where: sql`question = ${question.id}` },
    ...orphans(scope),
  ])
}

/** Erases a whole scope; the lexical index is emptied by the sync that removes its documents. */
export async function eraseScope(store: Store, scope: ScopeId): Promise<Erased> {
  const tables = [
    'approvals',
    'records',
    'labels',
    'calibrations',
    'gates',
    'policies',
    'keys',
    'evidence',
    'entries',
    'editions',
    'memos',
    'batch_calls',
    'batches',
    'verifications',
    'questions',
    'predictions',
    'yields',
    'speculations',
    'ask_days',
    'distillates',
    'topic_members',
    'claims',
    'units',
    'passages',
    'documents',
    'versions',
    'vectors',
    'sources',
    'quarantine',
    'runs',
  ] as const
  return erase(
    store,
    scope,
    tables.map((table) => ({ table, where: sql`1 = 1` })),
  )
}

/** Records of asks that weighed one of the entries, and so name its question. */
function considered(scope: ScopeId, entries: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from entries as weighed where weighed.scope = ${scope} and weighed.entry in (${entries}) and replace(records.decision, weighed.entry, '') <> records.decision)`
}

/** Whether a column holds this text; both engines spell `replace` alike, and neither reads wildcards in it. */
function holds(column: string, text: string): RawBuilder<boolean> {
  return sql<boolean>`replace(${sql.ref(column)}, ${text}, '') <> ${sql.ref(column)}`
}

function inJson(text: string): string {
  return JSON.stringify(text)
}

/** Texts no passage points at, and vectors nothing is found by any more. */
function orphans(scope: ScopeId): readonly Erasure[] {
  return [
    { table: 'versions', where: sql`not exists (select 1 from passages p where p.scope = ${scope} and p.last_version = versions.digest)` },
    {
      table: 'evidence',
      where: sql`(artefact_kind = 'edition' and not exists (select 1 from editions x where x.scope = ${scope} and x.edition = evidence.artefact)
        or artefact_kind = 'distillate' and not exists (select 1 from distillates x where x.scope = ${scope} and x.distillate = evidence.artefact))`,
    },
    {
      table: 'verifications',
      where: sql`(artefact_kind = 'entry' and not exists (select 1 from entries x where x.scope = ${scope} and x.entry = verifications.artefact)
        or artefact_kind = 'claim' and not exists (select 1 from claims x where x.scope = ${scope} and x.claim = verifications.artefact)
        or artefact_kind = 'distillate' and not exists (select 1 from distillates x where x.scope = ${scope} and x.distillate = verifications.artefact)
        or artefact_kind = 'edition')`,
    },
    {
      table: 'speculations',
      where: sql`not exists (select 1 from questions q where q.scope = ${scope} and q.question = speculations.question)`,
    },
    {
      table: 'vectors',
      where: sql`not exists (select 1 from units u where u.scope = ${scope} and u.vector = vectors.digest) and not exists (select 1 from keys k where k.scope = ${scope} and k.vector = vectors.digest)`,
    },
  ]
}

async function erase(store: Store, scope: ScopeId, erasures: readonly Erasure[]): Promise<Erased> {
  const db = store.read
  const before = await countAll(db, scope, erasures)
  const deletions: Statement[] = erasures.map(({ table, where }) => {
    const { sql: text, parameters } = sql`delete from ${sql.table(table)} where scope = ${scope} and ${where}`.compile(db)
    return { sql: text, parameters }
  })
  await store.write([bumpRevision(db, scope), ...deletions, eraseSeals(store, scope), noteErasure(db, scope)])
  const after = await countAll(db, scope, erasures)
  return Object.fromEntries(
    [...before].map(([table, count]) => [table, count - (after.get(table) ?? 0)]).filter(([, count]) => count !== 0),
  )
}

async function countAll(db: Kysely<Schema>, scope: ScopeId, erasures: readonly Erasure[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const table of new Set(erasures.map((erasure) => erasure.table))) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where scope = ${scope}`.execute(db)
    counts.set(table, Number(rows[0]?.count ?? 0))
  }
  return counts
}
