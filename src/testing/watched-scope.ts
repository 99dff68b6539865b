import { putEntryStatements } from '../cache/entries-table.ts'
import { type Entry, entryId } from '../cache/entry.ts'
import type { CorpusContext } from '../corpus/corpus-context.ts'
import { unitEmbedText, unitVectorDigest } from '../corpus/embed-text.ts'
import { putDocument, removePushed } from '../corpus/put-document.ts'
import { evidenceStatements } from '../lineage/evidence-pin.ts'
import { fireOnVectors } from '../lineage/watches/fire-on-vectors.ts'
import { fireWatches } from '../lineage/watches/fire-watches.ts'
import { makeWatch } from '../lineage/watches/make-watch.ts'
import { reaches, watchScore } from '../lineage/watches/watch-score.ts'
import { type WatchedPassage, watchedPassage } from '../lineage/watches/watched-passage.ts'
import { loadWatch, putWatchStatement } from '../lineage/watches/watches-table.ts'
import { openScopeRows } from '../retrieve/scope-rows.ts'
import { openScopeView } from '../retrieve/scope-view.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import { tokenise } from '../retrieve/tokenise.ts'
import type { EntryId, QuestionId, ScopeId, SourceId } from '../spec/ids.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Parser } from '../spec/parser.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import { type Store, statement } from '../spec/store.ts'
import { createHashingEmbedder } from './hashing-embedder.ts'
import { scriptedClock } from './scripted-clock.ts'

const embedder = createHashingEmbedder()
const source = 'memory' as SourceId

/** A scope of pushed documents with absences that watch it, and the brute force their watches are compared with. */
export interface WatchedScope {
  /** Pushes `file-<file>.md`, or removes it where `text` is null; watches are fired in the same transaction. */
  apply(change: { readonly file: number; readonly text: string | null }): Promise<void>
  /** Embeds and stores what passages owe; `fires` tries it on the watches. */
  embedOwed(fires: boolean): Promise<void>
  /** Stores vectors of texts under a title before any document holds them. */
  embedAhead(texts: readonly (readonly [title: string, text: string])[]): Promise<void>
  /** Files an absence for a question with a watch over its best `k` passages. */
  watch(question: string, k: number): Promise<EntryId>
  /** What the watch of a question would find now, tried on every passage: its best k, each with the texts that reach its bar. */
  topOf(question: string): Promise<readonly string[]>
  isDoubted(question: string): Promise<boolean>
}

/** Opens it in a store; every call of one test takes another scope. */
export function openWatchedScope(store: Store, parser: Parser, scope: ScopeId): WatchedScope {
  const clock = scriptedClock()
  const db = store.read
  const context: CorpusContext = { store, parser, clock, tokenise, onChange: (one) => fireWatches(db, one, clock.now()) }
  const put = async (vectors: ReadonlyMap<string, Int8Array>, fires: boolean) => {
    const rows = [...vectors].map(([digest, vector]) => ({
      scope,
      embedder: embedder.name,
      digest,
      vector: new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
      revision: thisRevision(scope),
    }))
    const known = { scope, embedder: embedder.name, vectors, at: clock.now() }
    await store.write([
      bumpRevision(db, scope),
      statement(
        db
          .insertInto('vectors')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing()),
      ),
      ...(fires ? await fireOnVectors(store, known) : []),
    ])
  }
  return {
    async apply({ file, text }) {
      const id = `file-${file}.md`
      if (text === null) await removePushed(context, scope, source, id)
      else await putDocument(context, scope, source, { id, text })
    },
    async embedOwed(fires) {
      const rows = await db
        .selectFrom('units')
        .innerJoin('passages', (join) => join.onRef('passages.scope', '=', 'units.scope').onRef('passages.passage', '=', 'units.passage'))
        .innerJoin('documents', (join) =>
          join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
        )
        .innerJoin('versions', (join) =>
          join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'),
        )
        .select(['units.vector', 'units.text', 'units.start_offset', 'units.end_offset', 'versions.text as whole', 'documents.title'])
        .where('units.scope', '=', scope)
        .execute()
      const wanted = new Map(
        rows.flatMap((row) => {
          const own = row.text ?? row.whole.slice(row.start_offset, row.end_offset)
          return row.vector === null ? [] : [[row.vector, unitEmbedText(row.title, own)] as const]
        }),
      )
      const known = await storedVectors(db, scope, embedder.name, [...wanted.keys()])
      const owed = [...wanted].filter(([digest]) => !known.has(digest))
      const vectors = await embedder.embedMany(owed.map(([, own]) => own))
      if (owed.length > 0) await put(new Map(owed.map(([digest], at) => [digest, vectors[at] ?? new Int8Array()])), fires)
    },
    async embedAhead(texts) {
      const vectors = await embedder.embedMany(texts.map(([title, text]) => unitEmbedText(title, text)))
      await put(new Map(texts.map(([title, text], at) => [unitVectorDigest(title, text), vectors[at] ?? new Int8Array()])), false)
    },
    async watch(question, k) {
      const view = openScopeView({ store, scope, embedder })
      await view.refresh()
      const vector = await embedder.embedQuestion(question)
      const key = keyVectorDigest(question)
      const units = await view.search({ question, vector, limit: 200 })
      const entry = entryOf(scope, question)
      const made = makeWatch({
        entry: entry.id,
        question,
        vector: { digest: key, embedder: embedder.name },
        units,
        limit: 200,
        passages: view.passageCount,
        k,
      })
      await put(new Map([[key, vector]]), false)
      await store.write([
        bumpRevision(db, scope),
        ...putEntryStatements(db, entry, [{ text: question, kind: 'question' }]),
        putWatchStatement(db, scope, made.watch),
        ...evidenceStatements(db, scope, entry.id, 'entry', made.pins),
      ])
      return entry.id
    },
    /** What the watch's search would find now, by brute force: the texts that reach the k-th passage, by passage. */
    async topOf(question) {
      const watch = await loadWatch(db, scope, entryOf(scope, question).id)
      if (watch === null) throw new Error('the watch is gone')
      const vector = await embedder.embedQuestion(question)
      const scored = (await allPassages(store, scope))
        .map((passage) => ({
          passage,
          scores: passage.units.map((unit) => ({ slice: unit.slice, score: watchScore(watch, vector, passage, unit) })),
        }))
        .map((one) => ({ ...one, best: Math.max(...one.scores.map(({ score }) => score)) }))
        .sort((a, b) => b.best - a.best)
      const isReached = (score: number): boolean => reaches(watch, score)
      const reached = scored.slice(0, watch.k).filter(({ best }) => best > 1e-9)
      return reached
        .map(
          ({ passage, scores }) =>
            `${passage.passage} ${[...new Set(scores.filter(({ score }) => isReached(score)).map(({ slice }) => slice))].sort().join('|')}`,
        )
        .sort()
    },
    async isDoubted(question) {
      const row = await db
        .selectFrom('entries')
        .select('doubted')
        .where('scope', '=', scope)
        .where('entry', '=', entryOf(scope, question).id)
        .executeTakeFirstOrThrow()
      return row.doubted === 1
    },
  }
}

/** In retrieval's order of equals. */
async function allPassages(store: Store, scope: ScopeId): Promise<readonly WatchedPassage[]> {
  const db = store.read
  const ids = await db.selectFrom('passages').select('passage').where('scope', '=', scope).where('version', 'is not', null).execute()
  const passages = await openScopeRows(store, scope, embedder.name).passages(
    'passage',
    ids.map((row) => row.passage),
  )
  const found: WatchedPassage[] = []
  const ordered = [...passages].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.ordinal - b.ordinal))
  for (const { id, title, text, place, units } of ordered) {
    const rows = await db
      .selectFrom('units')
      .select('vector')
      .where('scope', '=', scope)
      .where('passage', '=', id)
      .orderBy('ordinal')
      .execute()
    const vectors = await storedVectors(
      db,
      scope,
      embedder.name,
      rows.flatMap((row) => row.vector ?? []),
    )
    found.push(
      watchedPassage({
        passage: id,
        title,
        text,
        place,
        units: units.map((unit, at) => {
          const digest = rows[at]?.vector ?? null
          return { ...unit, embeds: digest !== null, vector: digest === null ? null : (vectors.get(digest) ?? null) }
        }),
      }),
    )
  }
  return found
}

function entryOf(scope: ScopeId, question: string): Entry {
  return {
    id: entryId(scope, 'policy', '', question),
    scope,
    policy: 'policy',
    question: question as QuestionId,
    questionText: question,
    kind: 'absence',
    status: 'verified',
    state: 'fresh',
    shape: 'quotation',
    body: { shape: 'quotation', text: '', quotes: [], notes: [] },
    alike: '',
    effort: 'hybrid',
    verdict: '',
    preparedBy: 'sleep',
    region: '',
    promptTokens: 0,
    spend: noSpend,
    model: null,
    recipe: 'r',
    madeAt: 0,
  }
}
