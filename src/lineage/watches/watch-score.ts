import { termScore } from '../../retrieve/bm25.ts'
import { rowSimilarity } from '../../retrieve/exact-nearest.ts'
import { hybridScore } from '../../retrieve/hybrid-score.ts'
import type { Watch } from './watch.ts'
import type { WatchedPassage, WatchedUnit } from './watched-passage.ts'

/** Scores are sums of the same numbers in another order. */
const rounding = 1e-9

/** BM25 of a unit under the watch's own weights. */
export function watchBm25({ terms }: Pick<Watch, 'terms'>, unit: Pick<WatchedUnit, 'terms' | 'length'>): number {
  let sum = 0
  for (const { term, weight } of terms) {
    const count = unit.terms.get(term)
    if (count !== undefined) sum += termScore(count, unit.length, weight)
  }
  return sum
}

/** Cosine of a unit to the question, of its passage's nearest unit where it has no vector, null where none has. */
export function unitCosine(passage: WatchedPassage, unit: WatchedUnit, question: Int8Array): number | null {
  if (unit.vector !== null) return rowSimilarity(unit.vector, 0, question.length, question)
  let best: number | null = null
  for (const { vector } of passage.units) {
    if (vector === null) continue
    const similarity = rowSimilarity(vector, 0, question.length, question)
    if (best === null || similarity > best) best = similarity
  }
  return best
}

/** What retrieval would rank the unit by, with the weights the watch was made with; `question` null ranks by words alone. */
export function watchScore(watch: Pick<Watch, 'terms'>, question: Int8Array | null, passage: WatchedPassage, unit: WatchedUnit): number {
  return hybridScore(question === null ? null : unitCosine(passage, unit, question), watchBm25(watch, unit), question === null)
}

/** Whether a search could bring the unit at all: by its own vector, or by a word it shares with the question. */
function isFindable({ terms }: Pick<Watch, 'terms'>, question: Int8Array | null, unit: WatchedUnit): boolean {
  return (question !== null && unit.vector !== null) || terms.some(({ term }) => unit.terms.has(term))
}

/** Whether a unit is among what the watch wants, by the score retrieval would give it. */
export function isWanted(
  watch: Pick<Watch, 'terms' | 'score'>,
  question: Int8Array | null,
  passage: WatchedPassage,
  unit: WatchedUnit,
): boolean {
  return isFindable(watch, question, unit) && reaches(watch, watchScore(watch, question, passage, unit))
}

/** Whether a unit of this score would be among what the watch wants; a tie counts. */
export function reaches(watch: Pick<Watch, 'score'>, score: number): boolean {
  return watch.score === 0 ? score > rounding : score >= watch.score - rounding
}
