import { type Kysely, type RawBuilder, sql } from 'kysely'
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

/**
 * Erases everything that was made of these documents, which a sync has removed before: their text, claims, summaries,
 * questions, the answers that quote them, and the records of asks that showed them.
 */
export async function eraseDocuments(
  store: Store,
  scope: ScopeId,
  documents: readonly { readonly id: string; readonly path: string }[],
): Promise<Erased> {
  const ids = sql.join(documents.map((document) => document.id))
  const paths = sql.join(documents.map((document) => document.path))
  const passages = sql`select passage from passages where scope = ${scope} and document in (${ids})`
  const claims = sql`select claim from claims where scope = ${scope} and document in (${ids})`
  const entries = sql`select artefact from evidence where scope = ${scope} and artefact_kind = 'entry' and role = 'cited' and reference in (${passages})`
  const cites = sql.join(
    documents.map((document) => sql`instr(answer, ${`"path":${inJson(document.path)}`}) > 0`),
    sql` or `,
  )
  const own: readonly Erasure[] = [
    { table: 'records', where: sql`(entry in (${entries}) or ${cites} or ${considered(scope, entries)})` },
    {
      table: 'runs',
      where: sql.join(
        documents.map(({ path }) => sql`instr(receipt, ${inJson(path)}) > 0`),
        sql` or `,
      ),
    },
    { table: 'keys', where: sql`entry in (${entries})` },
    {
      table: 'questions',
      where: sql`(region in (${paths}) or question in (select question from entries where scope = ${scope} and entry in (${entries})))`,
    },
    { table: 'entries', where: sql`entry in (${entries})` },
    { table: 'distillates', where: sql`(subject in (${ids}) or level in ('module', 'topic'))` },
    { table: 'topic_members', where: sql`document in (${ids})` },
    { table: 'evidence', where: sql`(artefact in (${entries}) or reference in (${passages}) or artefact in (${claims}))` },
    { table: 'claims', where: sql`document in (${ids})` },
    { table: 'units', where: sql`passage in (${passages})` },
    { table: 'passages', where: sql`document in (${ids})` },
    { table: 'documents', where: sql`document in (${ids})` },
    ...orphans(scope),
  ]
  return erase(store, scope, own)
}

/** Erases a question with its answer, its keys and the records of those who asked it. */
export async function eraseQuestion(
  store: Store,
  scope: ScopeId,
  question: { readonly id: string; readonly normalised: string },
): Promise<Erased> {
  const entries = sql`select entry from entries where scope = ${scope} and question = ${question.id}`
  const records = await store.read.selectFrom('records').select(['ask', 'question']).where('scope', '=', scope).execute()
  const asks = records.filter((record) => normaliseQuestion(record.question) === question.normalised).map((record) => record.ask)
  return erase(store, scope, [
    {
      table: 'records',
      where: sql`(entry in (${entries}) or ask in (${sql.join(asks.length === 0 ? [''] : asks)}) or ${considered(scope, entries)})`,
    },
    { table: 'keys', where: sql`entry in (${entries})` },
    { table: 'evidence', where: sql`artefact in (${entries})` },
    { table: 'entries', where: sql`question = ${question.id}` },
    { table: 'questions', where: sql`question = ${question.id}` },
    ...orphans(scope),
  ])
}

/** Erases a whole scope; the lexical index is emptied by the sync that removes its documents. */
export async function eraseScope(store: Store, scope: ScopeId): Promise<Erased> {
  const tables = [
    'records',
    'keys',
    'evidence',
    'entries',
    'questions',
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
  return sql<boolean>`exists (select 1 from entries as weighed where weighed.scope = ${scope} and weighed.entry in (${entries}) and instr(records.decision, weighed.entry) > 0)`
}

function inJson(text: string): string {
  return JSON.stringify(text)
}

/** Texts no passage points at, and vectors nothing is found by any more. */
function orphans(scope: ScopeId): readonly Erasure[] {
  return [
    { table: 'versions', where: sql`not exists (select 1 from passages p where p.scope = ${scope} and p.last_version = versions.digest)` },
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
  await store.write([bumpRevision(db, scope), ...deletions, noteErasure(db, scope)])
  const after = await countAll(db, scope, erasures)
  return Object.fromEntries(
    [...before].map(([table, count]) => [table, count - (after.get(table) ?? 0)]).filter(([, count]) => count !== 0),
  )
}

async function countAll(db: Kysely<Schema>, scope: ScopeId, erasures: readonly Erasure[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const { table } of erasures) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where scope = ${scope}`.execute(db)
    counts.set(table, Number(rows[0]?.count ?? 0))
  }
  return counts
}
