import type { RarityOf } from '../../src/cache/features/word-difference.ts'
import type { KeyKind } from '../../src/spec/key-kind.ts'

/** One key of a prepared entry. */
export interface MatchKey {
  readonly entry: string
  readonly text: string
  readonly vector: Int8Array
  /** Default `question`. */
  readonly kind?: KeyKind
}

/** A key near a question. */
export interface NearKey {
  readonly key: MatchKey
  /** Cosine. */
  readonly similarity: number
}

/** What is prepared in one scope when it is asked. */
export interface MatchWorld {
  readonly keys: readonly MatchKey[]
  /** The `count` nearest keys, nearest first. */
  nearest(vector: Int8Array, count: number): readonly NearKey[]
  /** How rare words are among the texts of the set; every word is rare where absent. */
  readonly rarity?: RarityOf
  /** Cosine of a question to the passage an entry cites and to the best other one of the scope; absent where there are no documents. */
  readonly evidence?: (vector: Int8Array, entry: string) => { readonly cited: number; readonly elsewhere: number } | null
  /** What an entry cites, with its title; absent where there are no documents. */
  readonly quoteOf?: (entry: string) => string
}

/** One question asked of a world, with the entries that answer it. */
export interface MatchAsk {
  readonly id: string
  /** Asks of one group are never on both sides of a split. */
  readonly group: string
  /** Another group it has a text of: it is not fitted on where that group is measured. */
  readonly touches?: string
  readonly world: MatchWorld
  readonly text: string
  readonly vector: Int8Array
  /** Entries that answer it; empty where whatever is served is wrong. */
  readonly right: readonly string[]
}
