import { unitCounter } from '../../retrieve/indexed-passage.ts'
import type { PassageId } from '../../spec/ids.ts'

/** A passage as watches are tried on it: its units with their terms counted and what vectors are known, all of one embedder. */
export interface WatchedPassage {
  readonly passage: PassageId
  readonly units: readonly WatchedUnit[]
}

export interface WatchedUnit {
  /** The stretch of the passage's text it stands for: what tells whether it is still the same. */
  readonly slice: string
  /** Tokens of the unit, of the document's title and of the place, with their counts. */
  readonly terms: ReadonlyMap<string, number>
  readonly length: number
  /** Its own vector, or null where it has none yet or never will. */
  readonly vector: Int8Array | null
  /** Whether its score rests on a vector that is not known yet, its own or a neighbour's. */
  readonly isOwed: boolean
}

export interface WatchedText {
  readonly passage: PassageId
  readonly title: string | null
  readonly text: string
  readonly place: readonly string[]
  /** In order. `embeds`: whether it has or will have a vector of its own. */
  readonly units: readonly {
    readonly start: number
    readonly end: number
    readonly text: string
    readonly embeds: boolean
    readonly vector: Int8Array | null
  }[]
}

/** Counts a passage's terms as retrieval does. A unit without a vector of its own is as near as its passage's nearest. */
export function watchedPassage({ passage, title, text, place, units }: WatchedText): WatchedPassage {
  const count = unitCounter(title, place)
  const someOwed = units.some((unit) => unit.embeds && unit.vector === null)
  return {
    passage,
    units: units.map((unit) => ({
      ...count(unit.text),
      slice: text.slice(unit.start, unit.end),
      vector: unit.vector,
      isOwed: unit.vector === null && someOwed,
    })),
  }
}
