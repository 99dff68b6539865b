import { highestImpact, inverseFrequency, termScore } from './bm25.ts'
import { hybridScore, lexicalWeight, owedCosine } from './hybrid-score.ts'
import type { IndexedPassage, IndexedUnit } from './indexed-passage.ts'
import type { Segment } from './segment.ts'
import { createUnitSums, type UnitSums } from './unit-sums.ts'

/** Passages the lexical side looks at, rarest term first. */
const passageLimit = 2_000
/** Units the vector side brings. */
const nearestUnits = 64

export interface RankedUnit {
  readonly unit: IndexedUnit
  readonly segment: Segment
  readonly score: number
  readonly cosine: number | null
  readonly bm25: number
}

/** A term of a question with its weight in the corpus searched. */
export interface WeightedTerm {
  readonly term: string
  readonly weight: number
  readonly frequency: number
}

/** The terms' weights over all segments, rarest first, ties by term. */
export async function weighTerms(segments: readonly Segment[], terms: readonly string[]): Promise<readonly WeightedTerm[]> {
  const counts = await Promise.all(segments.map((segment) => segment.frequencies(terms)))
  const passages = segments.reduce((sum, segment) => sum + segment.passageCount, 0)
  return terms
    .map((term) => {
      const frequency = counts.reduce((sum, count) => sum + (count.get(term) ?? 0), 0)
      return { term, frequency, weight: inverseFrequency(passages, frequency) }
    })
    .sort((a, b) => a.frequency - b.frequency || (a.term < b.term ? -1 : 1))
}

/**
 * The `limit` best units of the segments: those holding the question's rarest terms together with the nearest by
 * vector, by cosine + 0.05 · BM25. Exact over those candidates: a lexical candidate is compared with the vector only if
 * it could still reach the list. Ties by path, then position. `vector` null ranks by BM25 alone.
 */
export async function rankHybrid(
  segments: readonly Segment[],
  terms: readonly WeightedTerm[],
  vector: Int8Array | null,
  limit: number,
  sums: UnitSums = createUnitSums(),
): Promise<readonly RankedUnit[]> {
  const { common, isCut } = await addPostings(segments, terms, sums)
  // What the terms too common to look up could still add to a unit's sum.
  const missing = common.reduce((sum, { weight }) => sum + weight * highestImpact, 0)
  const ranked: RankedUnit[] = []
  const taken = new Set<IndexedUnit>()
  const nearPassages = new Set<IndexedPassage>()
  const add = (unit: IndexedUnit, segment: Segment, cosine: number | null, bm25: number) => {
    ranked.push({ unit, segment, cosine, bm25, score: hybridScore(cosine, bm25, vector === null) })
  }
  const bm25 = (unit: IndexedUnit) => (isCut ? bm25Of(unit, terms) : sums.of(unit) + bm25Of(unit, common))
  let furthest = 1
  if (vector !== null) {
    const count = Math.max(nearestUnits, limit)
    furthest = owedCosine
    for (const segment of segments) {
      const near = await segment.nearest(vector, count)
      for (const { unit, similarity } of near) {
        taken.add(unit)
        nearPassages.add(unit.passage)
        add(unit, segment, similarity, bm25(unit))
      }
      if (near.length === count) furthest = Math.max(furthest, near[near.length - 1]?.similarity ?? 1)
    }
  }
  ranked.sort(byScore)
  const bar = vector !== null && ranked.length >= limit ? (ranked[limit - 1]?.score ?? 0) : Number.NEGATIVE_INFINITY
  sums.forEach((unit, segment, sum) => {
    // A unit without a vector of its own has its passage's, which may be nearer than the furthest.
    if (furthest + lexicalWeight * (sum + missing) < bar && !nearPassages.has(unit.passage)) return
    if (taken.has(unit)) return
    const cosine = vector === null ? null : segment.similarity(unit, vector)
    // The cosine alone mostly tells; the common terms are looked up only for what it leaves.
    if (vector !== null && (cosine ?? owedCosine) + lexicalWeight * (sum + missing) < bar) return
    add(unit, segment, cosine, sum + bm25Of(unit, common))
  })
  return ranked.sort(byScore).slice(0, limit)
}

interface Added {
  /** Terms left out, too common for what room was left. */
  readonly common: readonly WeightedTerm[]
  /** Whether the last term added was cut short, so that units not met may hold it. */
  readonly isCut: boolean
}

/** Adds up the rarest terms' postings until enough passages are met. */
async function addPostings(segments: readonly Segment[], terms: readonly WeightedTerm[], sums: UnitSums): Promise<Added> {
  sums.begin()
  let passages = 0
  for (const [at, { term, weight, frequency }] of terms.entries()) {
    if (frequency === 0) continue
    const room = passageLimit - passages
    if (passages > 0 && frequency > room) return { common: terms.slice(at), isCut: false }
    for (const segment of segments) {
      for (const { unit, impact } of await segment.postings(term, room)) sums.add(unit, segment, weight * impact)
    }
    passages += frequency
    // Cut short, its postings do not tell of every unit: the rest of its sum cannot be known from them.
    if (frequency > room) return { common: terms.slice(at + 1), isCut: true }
  }
  return { common: [], isCut: false }
}

function bm25Of(unit: IndexedUnit, terms: readonly WeightedTerm[]): number {
  let sum = 0
  for (const { term, weight } of terms) {
    const count = unit.terms.get(term)
    if (count !== undefined) sum += termScore(count, unit.length, weight)
  }
  return sum
}

function byScore(a: RankedUnit, b: RankedUnit): number {
  if (a.score !== b.score) return b.score - a.score
  const left = a.unit.passage
  const right = b.unit.passage
  if (left.path !== right.path) return left.path < right.path ? -1 : 1
  return left.ordinal - right.ordinal || a.unit.ordinal - b.unit.ordinal
}
