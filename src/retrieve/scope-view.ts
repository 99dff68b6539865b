import type { DocumentId, ScopeId } from '../spec/ids.ts'
import type { NeighbourPassage, ScoredUnit } from '../spec/skills.ts'
import type { Store } from '../spec/store.ts'
import { asksAboutChanges } from './asks-about-changes.ts'
import { type VectorEngine, vectorEngine } from './exact-nearest.ts'
import type { IndexedPassage } from './indexed-passage.ts'
import { isChangeDocument } from './is-change-document.ts'
import { createMemorySegment, type MemoryPassage } from './memory-segment.ts'
import { questionTerms } from './question-terms.ts'
import { type RankedUnit, rankHybrid, type WeightedTerm, weighTerms } from './rank-hybrid.ts'
import type { RecalledUnit } from './recalled-unit.ts'
import type { Neighbours, Segment } from './segment.ts'
import { StoreSegment } from './store-segment.ts'
import { tellsOfChange } from './tells-of-change.ts'
import { createUnitSums } from './unit-sums.ts'

/** What lies over the stored scope: documents whose stored passages are hidden, and passages as they are now. */
export interface ViewOverlay {
  readonly hiddenDocuments: ReadonlySet<DocumentId>
  readonly passages: readonly MemoryPassage[]
}

export interface SearchRequest {
  readonly question: string
  /** The question's vector; null ranks by words alone. */
  readonly vector: Int8Array | null
  /** Units wanted. */
  readonly limit: number
  /** Laid over the view in the same step, in place of any overlay before; absent: searched as it is. */
  readonly overlay?: ViewOverlay | null
}

/** What an earlier search found, to be given back. */
export interface RecallRequest {
  readonly question: string
  /** In the order found. */
  readonly units: readonly RecalledUnit[]
  /** Passages that were searched. */
  readonly passages: number
}

/** The in-process view of one scope for asking. */
export interface ScopeView {
  /** What scans the vectors; `javascript` where the native library does not load. */
  readonly vectorEngine: VectorEngine
  /** The scope's revision this view stands at; -1 before the first refresh or where the scope does not exist. */
  readonly revision: number
  /** Passages searched, the overlay's included. */
  readonly passageCount: number
  /** Brings the view to what is committed now: two comparisons where nothing changed, else only the newer rows. */
  refresh(): Promise<void>
  /** Lays changed documents over the view, in memory, in place of any overlay before; null takes it away. */
  setOverlay(overlay: ViewOverlay | null): Promise<void>
  /**
   * The best units for a question by cosine + 0.05 · BM25, best first. Documents that tell of commits are searched only for
   * questions about changes. Never writes; the same state gives the same order.
   */
  search(request: SearchRequest): Promise<readonly ScoredUnit[]>
  /**
   * What a search of the stored scope found, as it would find it again while no passage has changed; nothing is laid over it.
   * Null where a unit is not there any more as it was, or more or fewer passages are.
   */
  recall(request: RecallRequest): Promise<readonly ScoredUnit[] | null>
  /** The terms a question is looked up by, with their weights here, rarest first. */
  terms(question: string): Promise<readonly WeightedTerm[]>
}

export interface ScopeViewOptions {
  /** Null where there is no database: then the overlay is the whole corpus. */
  readonly store: Store | null
  readonly scope: ScopeId
  /** Name and length of the vectors to read; those of other embedders are not seen. */
  readonly embedder: { readonly name: string; readonly dimensions: number }
}

/** Opens a view of a scope; nothing is read before `refresh()`. */
export function openScopeView({ store, scope, embedder }: ScopeViewOptions): ScopeView {
  let slots = 0
  const nextSlot = () => slots++
  const sums = createUnitSums()
  const stored =
    store === null ? null : new StoreSegment({ store, scope, embedder: embedder.name, dimensions: embedder.dimensions, nextSlot })
  let overlay: Segment | null = null
  /** What is laid over that tells of commits. */
  let laidChanges: readonly MemoryPassage[] = []
  let shownChanges: Segment | null = null
  let changeToken: number | null = null
  let last: Promise<unknown> = Promise.resolve()

  // A search that read rows before a refresh must not fill the caches after it.
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work, work)
    last = turn.catch(() => {})
    return turn
  }

  // Subjects of commits are near in words to questions about anything else.
  async function about<Result>(question: string, work: () => Promise<Result>): Promise<Result> {
    if (!asksAboutChanges(question)) return work()
    shownChanges = segmentOf(laidChanges.filter(({ place }) => tellsOfChange(question, place.at(-1) ?? '')))
    await stored?.showChanges(question)
    try {
      return await work()
    } finally {
      shownChanges = null
      await stored?.showChanges(null)
    }
  }

  const segments = (): readonly Segment[] => [stored, overlay, shownChanges].filter((segment) => segment !== null)
  const terms = (question: string) => weighTerms(segments(), questionTerms(question))

  return {
    vectorEngine,
    get revision() {
      return stored?.revision ?? -1
    },
    get passageCount() {
      return segments().reduce((sum, segment) => sum + segment.passageCount, 0)
    },
    refresh: () =>
      inTurn(async () => {
        if (store === null || stored === null) return
        const token = await store.changeToken()
        if (token === changeToken) return
        await stored.refresh()
        changeToken = token
      }),
    setOverlay: (next) => inTurn(() => layOver(next)),
    search: (request) =>
      inTurn(async () => {
        if (request.overlay !== undefined) await layOver(request.overlay)
        return about(request.question, () => search(request))
      }),
    recall: (request) =>
      inTurn(async () => {
        await layOver(null)
        return recall(request)
      }),
    terms: (question) => inTurn(() => about(question, () => terms(question))),
  }

  async function layOver(next: ViewOverlay | null): Promise<void> {
    const passages = next?.passages ?? []
    laidChanges = passages.filter((passage) => isChangeDocument(scope, passage))
    overlay = segmentOf(laidChanges.length === 0 ? passages : passages.filter((passage) => !laidChanges.includes(passage)))
    await stored?.hide(next?.hiddenDocuments ?? new Set())
  }

  function segmentOf(passages: readonly MemoryPassage[]): Segment | null {
    return passages.length === 0 ? null : createMemorySegment(passages, embedder.dimensions, nextSlot)
  }

  async function search({ question, vector, limit }: SearchRequest): Promise<readonly ScoredUnit[]> {
    if (limit <= 0) return []
    const weighted = await terms(question)
    return scoredUnits(weighted, await rankHybrid(segments(), weighted, vector, limit, sums))
  }

  async function recall({ question, units, passages }: RecallRequest): Promise<readonly ScoredUnit[] | null> {
    if (stored === null || stored.passageCount !== passages) return null
    const kept = await stored.passages(units.map(({ passage }) => passage))
    const ranked: RankedUnit[] = []
    for (const { passage, version, span, score, cosine, bm25 } of units) {
      const found = kept.get(passage)
      const unit = found?.version === version ? found.units.find(({ start, end }) => start === span[0] && end === span[1]) : undefined
      if (unit === undefined) return null
      ranked.push({ unit, segment: stored, score, cosine, bm25 })
    }
    return about(question, async () => scoredUnits(await terms(question), ranked))
  }

  async function scoredUnits(weighted: readonly WeightedTerm[], ranked: readonly RankedUnit[]): Promise<readonly ScoredUnit[]> {
    const termWeights = new Map(weighted.map(({ term, weight }) => [term, weight]))
    const beside = new Map<IndexedPassage, Neighbours>()
    for (const segment of segments()) {
      const own = ranked.filter((found) => found.segment === segment).map(({ unit }) => unit.passage)
      for (const [passage, neighbours] of await segment.neighbours([...new Set(own)])) beside.set(passage, neighbours)
    }
    return ranked.map((found) => scoredUnit(found, termWeights, beside.get(found.unit.passage)))
  }
}

function scoredUnit(
  { unit, score, cosine, bm25 }: RankedUnit,
  termWeights: ReadonlyMap<string, number>,
  beside: Neighbours | undefined,
): ScoredUnit {
  const { passage } = unit
  return {
    passage: passage.id,
    version: passage.version,
    document: passage.document,
    path: passage.path,
    title: passage.title,
    place: passage.place,
    kind: passage.kind,
    symbol: passage.symbol,
    passageText: passage.text,
    start: unit.start,
    end: unit.end,
    text: unit.text,
    score,
    cosine,
    bm25,
    modifiedAt: passage.modifiedAt,
    passageUnits: passage.plainUnits,
    termWeights,
    previous: neighbour(beside?.previous, passage),
    next: neighbour(beside?.next, passage),
  }
}

function neighbour(other: IndexedPassage | null | undefined, passage: IndexedPassage): NeighbourPassage | null {
  if (other === null || other === undefined || !samePlace(other.place, passage.place)) return null
  return { passage: other.id, version: other.version, kind: other.kind, text: other.text, units: other.plainUnits }
}

function samePlace(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index])
}
