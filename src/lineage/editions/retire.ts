import { type Kysely, type Selectable, sql } from 'kysely'
import type { AnswerBody, Spend } from '../../spec/answer.ts'
import type { EntryId, ScopeId } from '../../spec/ids.ts'
import type { EditionsTable, EntriesTable, Schema } from '../../spec/schema.ts'
import type { Statement } from '../../spec/store.ts'
import type { EvidencePin } from '../evidence-pin.ts'
import { type Edition, editionId } from './edition.ts'
import { putEditionsStatements } from './put-editions.ts'

/** What an entry is about to become. */
export interface Replacement {
  readonly id: EntryId
  readonly body: AnswerBody
  /** Epoch ms: when its former body is retired. */
  readonly madeAt: number
}

/**
 * For the transaction that writes these entries, before they are written: the answers they replace become editions, so
 * that they are served again when the texts they cite are back. One that is replaced by itself is left alone.
 */
export async function retireStatements(db: Kysely<Schema>, scope: ScopeId, entries: readonly Replacement[]): Promise<readonly Statement[]> {
  const next = new Map(entries.map((entry) => [entry.id as string, entry]))
  const rows = (await entryRows(db, scope, [...next.keys()])).filter((row) => JSON.stringify(next.get(row.entry)?.body) !== row.body)
  const editions = await editionsOf(db, scope, rows, 'replaced', (entry) => next.get(entry)?.madeAt ?? 0)
  return putEditionsStatements(db, scope, editions)
}

export interface Withdrawal {
  readonly entries: readonly string[]
  /** Epoch ms. */
  readonly at: number
  /** Further pins of what their questions were predicted from: they come back with that alone. */
  readonly basis: readonly EvidencePin[]
}

/** For the transaction that withdraws these entries: their answers become editions. */
export async function retireWithdrawn(db: Kysely<Schema>, scope: ScopeId, withdrawal: Withdrawal): Promise<readonly Statement[]> {
  const rows = await entryRows(db, scope, withdrawal.entries)
  const editions = await editionsOf(db, scope, rows, 'withdrawn', () => withdrawal.at)
  return putEditionsStatements(
    db,
    scope,
    editions.map((edition) => ({ ...edition, pins: [...edition.pins, ...withdrawal.basis] })),
  )
}

type EntryRow = Selectable<EntriesTable>

const slice = 300

/** Answers that cite something; what cites nothing has nothing to come back with. */
async function entryRows(db: Kysely<Schema>, scope: ScopeId, ids: readonly string[]): Promise<readonly EntryRow[]> {
  const rows: EntryRow[] = []
  for (let at = 0; at < ids.length; at += slice) {
    const some = ids.slice(at, at + slice)
    const found = await db
      .selectFrom('entries')
      .selectAll()
      .where('scope', '=', scope)
      .where('entry', 'in', some)
      .where('kind', '=', 'answer')
      .execute()
    rows.push(...found.filter((row) => (JSON.parse(row.body) as AnswerBody).quotes.length > 0))
  }
  return rows
}

async function editionsOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  rows: readonly EntryRow[],
  origin: EditionsTable['origin'],
  retiredAt: (entry: string) => number,
): Promise<readonly Edition[]> {
  const editions: Edition[] = []
  for (let at = 0; at < rows.length; at += slice) {
    const some = rows.slice(at, at + slice)
    const beside = await belongings(db, scope, some)
    for (const row of some) editions.push(toEdition(row, beside, origin, retiredAt(row.entry)))
  }
  return editions
}

type Belongings = Awaited<ReturnType<typeof belongings>>

/** Keys, pins, watches and questions of these entries, and where what they cite stands or stood. */
async function belongings(db: Kysely<Schema>, scope: ScopeId, rows: readonly EntryRow[]) {
  const ids = rows.map((row) => row.entry)
  const keys = await db
    .selectFrom('keys')
    .select(['entry', 'text', 'kind'])
    .where('scope', '=', scope)
    .where('entry', 'in', ids)
    .where('active', '=', 1)
    .orderBy('no')
    .execute()
  const evidence = await db
    .selectFrom('evidence')
    .select(['artefact', 'role', 'reference', 'version', 'place', 'span'])
    .where('scope', '=', scope)
    .where('artefact', 'in', ids)
    .orderBy('ordinal')
    .execute()
  const watches = await db.selectFrom('watches').selectAll().where('scope', '=', scope).where('entry', 'in', ids).execute()
  const questions = await db
    .selectFrom('questions')
    .select(['question', 'origins', 'probability', 'about'])
    .where('scope', '=', scope)
    .where(
      'question',
      'in',
      rows.map((row) => row.question),
    )
    .execute()
  const cited = [...new Set(evidence.flatMap((pin) => (pin.role === 'cited' ? [pin.reference] : [])))]
  const paths = new Map<string, string>()
  for (let at = 0; at < cited.length; at += slice) {
    const found = await db
      .selectFrom('passages')
      .innerJoin('documents', (join) =>
        join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
      )
      .select(['passages.passage', 'documents.path'])
      .where('passages.scope', '=', scope)
      .where('passages.passage', 'in', cited.slice(at, at + slice))
      .execute()
    for (const row of found) paths.set(row.passage, row.path)
  }
  const broken = await db
    .selectFrom('evidence')
    .select('artefact')
    .distinct()
    .where('scope', '=', scope)
    .where('artefact', 'in', ids)
    .where('role', '=', 'cited')
    .where(
      sql<boolean>`not exists (select 1 from passages as p where p.scope = evidence.scope and p.passage = evidence.reference and p.version = evidence.version)`,
    )
    .execute()
  return {
    broken: new Set(broken.map((row) => row.artefact)),
    keys: Map.groupBy(keys, (key) => key.entry),
    pins: Map.groupBy(evidence, (pin) => pin.artefact),
    watches: new Map(watches.map((watch) => [watch.entry, watch])),
    questions: new Map(questions.map((question) => [question.question, question])),
    paths,
  }
}

function toEdition(row: EntryRow, beside: Belongings, origin: EditionsTable['origin'], retiredAt: number): Edition {
  const body = JSON.parse(row.body) as AnswerBody
  const pins = (beside.pins.get(row.entry) ?? []).map(({ artefact: _, ...pin }) => pin)
  const keys = (beside.keys.get(row.entry) ?? []).map(({ text, kind }) => ({ text, kind }))
  const watch = beside.watches.get(row.entry)
  const question = beside.questions.get(row.question)
  return {
    id: editionId(row.entry as EntryId, body),
    entry: row.entry as EntryId,
    questionText: row.question_text,
    origin,
    retiredAt,
    pins: withCited(body, pins),
    body: {
      entry: {
        policy: row.policy,
        status: row.status,
        body: { ...body, quotes: [...body.quotes], notes: [...body.notes] },
        alike: row.alike,
        effort: row.effort,
        verdict: row.verdict,
        preparedBy: row.prepared_by,
        region: row.region,
        promptTokens: row.prompt_tokens,
        spend: JSON.parse(row.spend) as Spend,
        model: row.model,
        recipe: row.recipe,
        madeAt: row.made_at,
        doubted: row.doubted === 1,
        refuted: row.state === 'stale' && row.doubted === 1 && !beside.broken.has(row.entry),
      },
      keys: keys.length > 0 ? keys : [{ text: row.question_text, kind: 'question' }],
      paths: body.quotes.flatMap(({ passage, version }) => {
        const path = beside.paths.get(passage)
        return path === undefined ? [] : [{ version, path }]
      }),
      question:
        question === undefined
          ? null
          : { origins: JSON.parse(question.origins) as string[], probability: question.probability, about: question.about },
      watch:
        watch === undefined
          ? null
          : {
              vector: watch.vector,
              embedder: watch.embedder,
              terms: watch.terms,
              passages: watch.passages,
              k: watch.k,
              score: watch.score,
            },
    },
  }
}

/** The pins as stored, and one for each version quoted that they lack: an edition must name all it rests on. */
function withCited(body: AnswerBody, pins: readonly EvidencePin[]): readonly EvidencePin[] {
  const pinned = new Set(pins.flatMap((pin) => (pin.role === 'cited' ? [`${pin.reference} ${pin.version}`] : [])))
  const lacking = body.quotes.filter((quote) => !pinned.has(`${quote.passage} ${quote.version}`))
  const added = [...new Map(lacking.map((quote) => [`${quote.passage} ${quote.version}`, quote])).values()]
  return [...pins, ...added.map(({ passage, version }): EvidencePin => ({ role: 'cited', reference: passage, version, place: null }))]
}
