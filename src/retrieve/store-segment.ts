import { changeSourceId } from '../corpus/change-source-id.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import type { DocumentId, ScopeId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'
import { termImpact } from './bm25.ts'
import { type IndexedPassage, type IndexedUnit, indexPassage } from './indexed-passage.ts'
import { openScopeRows, type ScopeRows, type UnitVector } from './scope-rows.ts'
import type { NearUnit, Neighbours, Posting, Segment } from './segment.ts'
import { tellsOfChange } from './tells-of-change.ts'
import { UnitMatrix } from './unit-matrix.ts'

/** Passages kept with their terms counted; beyond it the cache starts anew. About 2 KB each. */
const cachedPassages = 40_000
const cachedTerms = 4_000
/** Passages read and tokenised in one turn of the event loop; a few milliseconds. */
const passagesATurn = 48

/** A term's postings as read with a limit; whole where the limit did not cut them. */
interface KnownPostings {
  readonly postings: readonly Posting[]
  readonly passages: number
  readonly limit: number
}

export interface StoreSegmentOptions {
  readonly store: Store
  readonly scope: ScopeId
  readonly embedder: string
  readonly dimensions: number
  readonly nextSlot: () => number
}

/**
 * What the store holds of one scope: unit vectors in memory, passages and postings read when first needed and kept
 * until a revision changes them.
 */
export class StoreSegment implements Segment {
  revision = -1
  #passageCount = 0
  /** Passages of documents that tell of commits, with their terms once they were needed. */
  #changePassages: ReadonlySet<string> = new Set()
  #leftOut: ReadonlySet<string> = new Set()
  #leftOutTerms: ReadonlyMap<string, number> | null = null
  /** Documents an overlay hides. */
  #hidden: ReadonlySet<DocumentId> = new Set()
  readonly #rows: ScopeRows
  readonly #store: Store
  readonly #matrix: UnitMatrix
  readonly #nextSlot: () => number
  #scopeNo: number | null = null
  readonly #byId = new Map<string, IndexedPassage>()
  readonly #byNo = new Map<number, IndexedPassage>()
  readonly #noOf = new Map<string, number>()
  readonly #frequencies = new Map<string, number>()
  readonly #postings = new Map<string, KnownPostings>()
  /** Passages of a document in order. */
  readonly #order = new Map<DocumentId, readonly string[]>()
  #hiddenPassages: ReadonlySet<string> = new Set()

  constructor({ store, scope, embedder, dimensions, nextSlot }: StoreSegmentOptions) {
    this.#nextSlot = nextSlot
    this.#store = store
    this.#rows = openScopeRows(store, scope, embedder)
    this.#matrix = new UnitMatrix(dimensions)
  }

  get passageCount(): number {
    return this.#passageCount - this.#leftOut.size
  }

  /** Of what tells of commits only what a question asks for is there until told otherwise; null, as at first: nothing. */
  async showChanges(question: string | null): Promise<void> {
    if (this.#changePassages.size === 0 || (question === null && this.#leftOut === this.#changePassages)) return
    this.#leftOutTerms = null
    this.#leftOut = this.#changePassages
    if (question === null) return
    await this.#want([...this.#changePassages])
    const isAskedFor = (id: string) => tellsOfChange(question, this.#byId.get(id)?.place.at(-1) ?? '')
    this.#leftOut = new Set([...this.#changePassages].filter((id) => !isAskedFor(id)))
  }

  /** Brings the segment to the scope's revision as it is now; reads only what changed since. */
  async refresh(): Promise<void> {
    const scope = await this.#rows.scope()
    if (scope === null || scope.revision === this.revision) return
    const isBehindErasure = this.revision >= 0 && (await this.#rows.erasedAt()) > this.revision
    if (isBehindErasure) this.#dropAll()
    const from = isBehindErasure ? -1 : this.revision
    this.#scopeNo = scope.no
    if (from < 0) {
      await this.#load(this.#rows.allVectors())
      await this.#count()
    } else {
      const changed = await this.#rows.changedPassages(from)
      if (changed.length > 0) {
        for (const passage of changed) this.#drop(passage)
        this.#forgetTerms()
        await this.#load(this.#rows.vectorsOf(changed))
        await this.#count()
      }
      await this.#load(this.#rows.vectorsAfter(from))
    }
    await this.hide(this.#hidden)
    this.revision = scope.revision
  }

  /** Leaves out the passages of these documents until told otherwise. */
  async hide(documents: ReadonlySet<DocumentId>): Promise<void> {
    this.#hidden = documents
    this.#hiddenPassages = new Set(documents.size === 0 ? [] : (await this.#rows.passagesOf([...documents])).map((row) => row.passage))
  }

  async frequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unknown = terms.filter((term) => !this.#frequencies.has(term))
    if (unknown.length > 0 && this.#scopeNo !== null) {
      if (this.#frequencies.size > cachedTerms) this.#frequencies.clear()
      for (const term of unknown) this.#frequencies.set(term, 0)
      for (const { term, passages } of await this.#store.lexical.frequencies(this.#scopeNo, unknown)) this.#frequencies.set(term, passages)
    }
    if (this.#leftOut.size === 0) return this.#frequencies
    const away = await this.#termsLeftOut()
    return new Map(terms.map((term) => [term, Math.max(0, (this.#frequencies.get(term) ?? 0) - (away.get(term) ?? 0))]))
  }

  async postings(term: string, most: number): Promise<readonly Posting[]> {
    const leftOut = this.#leftOut
    // What is left out takes no room from what is not.
    const limit = most + leftOut.size
    const read = this.#postings.get(term)
    // Postings no limit cut are the same for every limit they fit in.
    const isThis = read !== undefined && (read.limit === limit || (read.passages < read.limit && read.passages <= limit))
    const known = isThis ? read.postings : await this.#readPostings(term, limit)
    const shown = this.#hidden.size === 0 ? known : known.filter(({ unit }) => !this.#hidden.has(unit.passage.document))
    return leftOut.size === 0 ? shown : ofPassages(shown, leftOut, most)
  }

  async nearest(vector: Int8Array, count: number): Promise<readonly NearUnit[]> {
    let hiddenRows = 0
    const leftOut = this.#leftOut
    for (const passage of this.#hiddenPassages) if (!leftOut.has(passage)) hiddenRows += this.#matrix.rowCount(passage)
    for (const passage of leftOut) hiddenRows += this.#matrix.rowCount(passage)
    const rows = this.#matrix.nearest(vector, count, (passage) => !this.#hiddenPassages.has(passage) && !leftOut.has(passage), hiddenRows)
    await this.#want(rows.map((row) => row.passage))
    return rows.flatMap(({ passage, ordinal, similarity }) => {
      const unit = this.#byId.get(passage)?.units[ordinal]
      return unit === undefined ? [] : [{ unit, similarity }]
    })
  }

  /** Passages by id; unknown ones are left out. */
  async passages(ids: readonly string[]): Promise<ReadonlyMap<string, IndexedPassage>> {
    await this.#want(ids)
    return new Map(
      ids.flatMap((id) => {
        const passage = this.#byId.get(id)
        return passage === undefined ? [] : [[id, passage] as const]
      }),
    )
  }

  similarity(unit: IndexedUnit, vector: Int8Array): number | null {
    return this.#matrix.similarity(unit.passage.id, unit.ordinal, vector)
  }

  async neighbours(passages: readonly IndexedPassage[]): Promise<ReadonlyMap<IndexedPassage, Neighbours>> {
    const documents = [...new Set(passages.map(({ document }) => document))].filter((document) => !this.#order.has(document))
    if (documents.length > 0) {
      const rows = Map.groupBy(await this.#rows.passagesOf(documents), (row) => row.document)
      for (const document of documents) this.#order.set(document, rows.get(document)?.map((row) => row.passage) ?? [])
    }
    const beside = passages.map((passage) => {
      const order = this.#order.get(passage.document) ?? []
      const at = order.indexOf(passage.id)
      return { passage, previous: at < 0 ? undefined : order[at - 1], next: at < 0 ? undefined : order[at + 1] }
    })
    await this.#want(beside.flatMap(({ previous, next }) => [previous, next].filter((id) => id !== undefined)))
    const read = (id: string | undefined) => (id === undefined ? null : (this.#byId.get(id) ?? null))
    return new Map(beside.map(({ passage, previous, next }) => [passage, { previous: read(previous), next: read(next) }]))
  }

  async #count(): Promise<void> {
    this.#passageCount = await this.#rows.passageCount()
    this.#changePassages = new Set(await this.#rows.passagesFrom(changeSourceId))
    this.#leftOut = this.#changePassages
    this.#leftOutTerms = null
  }

  /** In how many passages that are left out each term occurs. */
  async #termsLeftOut(): Promise<ReadonlyMap<string, number>> {
    if (this.#leftOutTerms !== null) return this.#leftOutTerms
    const counts = new Map<string, number>()
    await this.#want([...this.#leftOut])
    for (const id of this.#leftOut) {
      const terms = new Set(this.#byId.get(id)?.units.flatMap((unit) => [...unit.terms.keys()]))
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
    }
    this.#leftOutTerms = counts
    return counts
  }

  async #load(vectors: AsyncIterable<UnitVector>): Promise<void> {
    let read = 0
    for await (const { passage, ordinal, vector } of vectors) {
      this.#matrix.set(passage, ordinal, new Int8Array(vector.buffer, vector.byteOffset, vector.byteLength))
      read++
      if (read % 2_000 === 0) await nextTurn()
    }
  }

  async #readPostings(term: string, limit: number): Promise<readonly Posting[]> {
    if (this.#scopeNo === null) return []
    const numbers = await this.#store.lexical.candidates(this.#scopeNo, [term], limit)
    await this.#read(
      'no',
      numbers.filter((no) => !this.#byNo.has(no)),
    )
    const postings: Posting[] = []
    for (const no of numbers) {
      for (const unit of this.#byNo.get(no)?.units ?? []) {
        const count = unit.terms.get(term)
        if (count !== undefined) postings.push({ unit, impact: termImpact(count, unit.length) })
      }
    }
    if (this.#postings.size > cachedTerms) this.#postings.clear()
    this.#postings.set(term, { postings, passages: numbers.length, limit })
    return postings
  }

  async #want(ids: readonly string[]): Promise<void> {
    await this.#read(
      'passage',
      [...new Set(ids)].filter((id) => !this.#byId.has(id)),
    )
  }

  /** Reads and tokenises passages in short turns, so that nothing else on the thread waits for all of them. */
  async #read(by: 'no' | 'passage', missing: readonly (string | number)[]): Promise<void> {
    this.#makeRoom(missing.length)
    for (let at = 0; at < missing.length; at += passagesATurn) {
      if (at > 0) await nextTurn()
      for (const passage of await this.#rows.passages(by, missing.slice(at, at + passagesATurn)))
        this.#keep(passage.no, indexPassage(passage, this.#nextSlot))
    }
  }

  #keep(no: number, passage: IndexedPassage): void {
    this.#byId.set(passage.id, passage)
    this.#byNo.set(no, passage)
    this.#noOf.set(passage.id, no)
  }

  #drop(passage: string): void {
    this.#matrix.remove(passage)
    const no = this.#noOf.get(passage)
    if (no !== undefined) this.#byNo.delete(no)
    this.#noOf.delete(passage)
    this.#byId.delete(passage)
  }

  #dropAll(): void {
    for (const passage of [...this.#matrix.passages()]) this.#matrix.remove(passage)
    this.#byId.clear()
    this.#byNo.clear()
    this.#noOf.clear()
    this.#forgetTerms()
  }

  #forgetTerms(): void {
    this.#frequencies.clear()
    this.#postings.clear()
    this.#order.clear()
  }

  #makeRoom(more: number): void {
    if (this.#byId.size + more <= cachedPassages) return
    this.#byId.clear()
    this.#byNo.clear()
    this.#noOf.clear()
    this.#forgetTerms()
  }
}

/** Postings of at most so many passages (by number, as they come), without those of some. */
function ofPassages(postings: readonly Posting[], without: ReadonlySet<string>, most: number): readonly Posting[] {
  const kept: Posting[] = []
  const passages = new Set<string>()
  for (const posting of postings) {
    const { id } = posting.unit.passage
    if (without.has(id)) continue
    passages.add(id)
    if (passages.size > most) break
    kept.push(posting)
  }
  return kept
}
