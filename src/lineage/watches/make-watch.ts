import { inverseFrequency } from '../../retrieve/bm25.ts'
import { questionTerms } from '../../retrieve/question-terms.ts'
import type { EntryId } from '../../spec/ids.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { EvidencePin } from '../evidence-pin.ts'
import { shownPins } from './shown-pins.ts'
import type { Watch } from './watch.ts'
import { reaches } from './watch-score.ts'

/** The search an entry was made from. */
export interface WatchedSearch {
  readonly entry: EntryId
  readonly question: string
  /** Digest of the question's vector and its embedder; null where it was ranked by words alone. */
  readonly vector: { readonly digest: string; readonly embedder: string } | null
  /** What was found, in any order. */
  readonly units: readonly ScoredUnit[]
  /** Units asked for. */
  readonly limit: number
  /** Passages the scope had. */
  readonly passages: number
  /** Passages the entry relied on. */
  readonly k: number
}

/** A watch and the passages it found, as `watched` evidence. */
export interface MadeWatch {
  readonly watch: Watch
  readonly pins: readonly EvidencePin[]
}

/** Passages a reader's answer relies on at most, however many it was shown. */
const mostWatched = 12

/** Of a quotation made from a claim: that retrieval brings its passage back among the first three. */
export const roundTripPassages = 3

/** How many passages an answer read from these units relied on. */
export function shownPassages(units: readonly ScoredUnit[]): number {
  return Math.min(mostWatched, new Set(units.map((unit) => unit.passage)).size)
}

/** Stores a search as a predicate over passages to come. Pure. */
export function makeWatch(search: WatchedSearch): MadeWatch {
  const { entry, limit, vector, passages } = search
  const units = [...search.units].sort((a, b) => b.score - a.score)
  const found = bestOfPassages(units)
  // Cut short, the search says nothing of passages beyond those it brought.
  const k = Math.max(1, units.length >= limit ? Math.min(search.k, found.length) : search.k)
  const score = found[k - 1]?.score ?? 0
  const members = new Set(found.slice(0, k).map((unit) => unit.passage))
  const reached = units.filter((unit) => reaches({ score }, unit.score) && members.has(unit.passage))
  return {
    watch: { entry, vector, terms: termsOf(search), passages, k, score },
    pins: shownPins('watched', reached),
  }
}

function bestOfPassages(units: readonly ScoredUnit[]): readonly ScoredUnit[] {
  const best = new Map<string, ScoredUnit>()
  for (const unit of units) if (!best.has(unit.passage)) best.set(unit.passage, unit)
  return [...best.values()]
}

function termsOf({ units, question, passages }: WatchedSearch): Watch['terms'] {
  const weights = units[0]?.termWeights
  if (weights !== undefined) return [...weights].map(([term, weight]) => ({ term, weight }))
  // Nothing found: no passage holds any of them.
  return questionTerms(question).map((term) => ({ term, weight: inverseFrequency(passages, 0) }))
}
