import type { EntryId } from '../../spec/ids.ts'

/** The stored search an entry relied on: whatever would be among its results now speaks for or against the entry. */
export interface Watch {
  readonly entry: EntryId
  /** Digest of the question's vector and the embedder that made it; null where the search was by words alone. */
  readonly vector: { readonly digest: string; readonly embedder: string } | null
  /** The question's terms as they weighed when it was searched, rarest first. */
  readonly terms: readonly WatchTerm[]
  /** Passages the scope had then. */
  readonly passages: number
  /** Passages wanted. */
  readonly k: number
  /** Score of the last passage wanted, its best unit's; 0 where fewer were found. */
  readonly score: number
}

export interface WatchTerm {
  readonly term: string
  readonly weight: number
}
