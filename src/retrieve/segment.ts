import type { IndexedPassage, IndexedUnit } from './indexed-passage.ts'

/** A unit near a vector. */
export interface NearUnit {
  readonly unit: IndexedUnit
  readonly similarity: number
}

/** One unit a term occurs in. */
export interface Posting {
  readonly unit: IndexedUnit
  /** BM25 of the term in the unit before the term's weight. */
  readonly impact: number
}

/**
 * One body of passages that can be searched: what the store holds, or what lies over it in memory. Retrieval asks every
 * segment and ranks their units together.
 */
export interface Segment {
  /** Passages it holds. */
  readonly passageCount: number
  /** In how many of its passages each term occurs; a term that is missing occurs in none. */
  frequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The units in which a term occurs, of at most `limit` passages (by number). */
  postings(term: string, limit: number): Promise<readonly Posting[]>
  /** The units nearest to a vector, nearest first. */
  nearest(vector: Int8Array, count: number): Promise<readonly NearUnit[]>
  /** Cosine of a unit of this segment, of its passage's best unit where it has no vector of its own, or null while they are owed. */
  similarity(unit: IndexedUnit, vector: Int8Array): number | null
  /** What stands before and after each of some passages in its document. */
  neighbours(passages: readonly IndexedPassage[]): Promise<ReadonlyMap<IndexedPassage, Neighbours>>
}

export interface Neighbours {
  readonly previous: IndexedPassage | null
  readonly next: IndexedPassage | null
}
