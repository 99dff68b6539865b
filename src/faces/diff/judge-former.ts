import type { PassageChange, PassageState } from '../../corpus/change-hook.ts'
import { documentId } from '../../corpus/corpus-ids.ts'
import type { Cutoff } from '../../lineage/rungs/cutoff.ts'
import type { Quote } from '../../spec/claim.ts'
import type { Digest } from '../../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId, SourceId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { DiffQuote } from './diff-view.ts'
import type { FormerAnswer } from './former-answers.ts'
import { createFreshIndex, type FreshIndex } from './fresh-index.ts'
import { isCause } from './is-cause.ts'
import { type AnswerFate, judgeAnswer } from './judge-answer.ts'
import type { FreshUnit, LaidDocument } from './laid-change.ts'
import type { LaidChange } from './lay-changes.ts'
import { quotePlace } from './quote-place.ts'
import type { ReadChange } from './read-change.ts'

/** What became of an answer that a change withdrew which is stored already. */
export interface FormerFate {
  /** untouched: every text it quotes is there; something else spoke against it. */
  readonly fate: AnswerFate
  /** Where what it quotes stood before. */
  readonly old: DiffQuote | null
}

export interface FormerParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly source: SourceId
  readonly cutoff: Cutoff
  readonly laid: LaidChange
  readonly read: ReadChange
  /** New text of the whole change. */
  readonly index: FreshIndex
}

/** Judges answers that are no longer served; null of one that is not about this change. */
export function formerJudge(parts: FormerParts): (former: FormerAnswer) => Promise<FormerFate | null> {
  const { store, scope, read, laid, index, cutoff } = parts
  const units = new Map<DocumentId, { readonly all: readonly FreshUnit[]; readonly index: FreshIndex }>()

  async function like(document: LaidDocument, quote: Quote): Promise<readonly FreshUnit[]> {
    let own = units.get(document.id)
    if (own === undefined) {
      const all = read.newUnits(document.passages)
      own = { all, index: createFreshIndex(all) }
      units.set(document.id, own)
    }
    return [...new Set([...own.all.filter(({ passage }) => passage.id === quote.passage), ...own.index.like(quote.text)])]
  }

  return async ({ answer: { entry }, paths, isReplaced, isRedone }) => {
    const isRange = read.hasBase
    if (isRange && read.paths.size === 0) return null
    const quotes: Quote[] = []
    const changes = new Map<PassageId, PassageChange>()
    const byId = new Map<DocumentId, LaidDocument>()
    const places: { readonly quote: Quote; readonly home: Home }[] = []
    for (const [at, cited] of entry.body.quotes.entries()) {
      const home = await homeOf(parts, cited, paths.get(cited.version) ?? null)
      // One that another database made names no passage of this one.
      const quote = cited.passage === '' ? { ...cited, passage: `${cited.version} ${at}` as PassageId } : cited
      quotes.push(quote)
      places.push({ quote, home })
      if (home.isCurrent) continue
      const document = laid.byId.get(home.document) ?? (await read.document(home.document, home.path))
      const state = standIn(home.document)
      changes.set(quote.passage, { kind: 'changed', passage: quote.passage, before: state, after: home.isThere ? state : null })
      if (document === null) continue
      const fresh = [...(byId.get(home.document)?.fresh ?? []), ...(await like(document, quote))]
      byId.set(home.document, { ...document, fresh, changes: [] })
    }
    const gone = places.filter(({ quote }) => changes.has(quote.passage))
    if (isRange && gone.length > 0 && !gone.some(({ quote, home }) => read.paths.has(home.path) && read.stoodBefore(quote.text)))
      return null
    if (gone.length === 0 && (isReplaced || (isRange && !(await isCause(store, scope, entry.id, read.paths))))) return null
    // Without a range there is no telling whether what a sleep made anew is of this change.
    if (isRedone && !isRange) return null
    const fate = judgeAnswer(quotes, { ...laid, changes, byId }, index, cutoff)
    if (isReplaced && fate.kind !== 'altered' && fate.kind !== 'withdrawn') return null
    const told = 'quote' in fate ? fate.quote : quotes[0]
    const place = places.find(({ quote }) => quote === told)
    return { fate, old: place === undefined ? null : await placeOf(parts, place.quote, place.home) }
  }
}

interface Home {
  readonly document: DocumentId
  readonly path: string
  /** First line of the passage now, 1-based. */
  readonly startLine: number
  /** Whether the passage is there, and whether with the text that is quoted. */
  readonly isThere: boolean
  readonly isCurrent: boolean
}

async function homeOf({ store, scope, source }: FormerParts, quote: Quote, path: string | null): Promise<Home> {
  const query = store.read
    .selectFrom('passages')
    .innerJoin('documents', (join) =>
      join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
    )
    .select(['passages.version', 'passages.start_line as startLine', 'documents.document', 'documents.path'])
    .where('passages.scope', '=', scope)
  const own = quote.passage === '' ? undefined : await query.where('passages.passage', '=', quote.passage).executeTakeFirst()
  const live = own === undefined ? await query.where('passages.version', '=', quote.version).executeTakeFirst() : undefined
  const row = own ?? live
  if (row === undefined) {
    const at = path ?? ''
    return { document: documentId(scope, source, at), path: at, startLine: 1, isThere: false, isCurrent: false }
  }
  const { document, version, startLine } = row
  return { document: document as DocumentId, path: row.path, startLine, isThere: version !== null, isCurrent: version === quote.version }
}

async function placeOf({ store, scope, read }: FormerParts, quote: Quote, { path, startLine }: Home): Promise<DiffQuote> {
  const before = read.placeBefore(quote.text, path)
  if (before !== null) return before
  const row = await store.read
    .selectFrom('versions')
    .select('text')
    .where('scope', '=', scope)
    .where('digest', '=', quote.version)
    .executeTakeFirst()
  if (row === undefined) return quotePlace({ path, startLine, text: quote.text }, 0, quote.text.length)
  return quotePlace({ path, startLine, text: row.text }, quote.start, quote.end)
}

/** A passage that is known to be otherwise than quoted; how it was is no longer asked. */
function standIn(document: DocumentId): PassageState {
  const none = '' as Digest
  return { document, version: none, normal: none, text: '', kind: 'prose', language: null, place: [], placeDigest: none }
}
