import { termImpact } from './bm25.ts'
import type { IndexedPassage, RetrievablePassage } from './indexed-passage.ts'
import { indexPassage } from './indexed-passage.ts'
import type { Posting, Segment } from './segment.ts'
import { UnitMatrix } from './unit-matrix.ts'

/** A passage in memory with the vectors that are known of its units, in their order; null is owed. */
export interface MemoryPassage extends RetrievablePassage {
  readonly vectors: readonly (Int8Array | null)[]
}

/** Passages held whole in memory: changed files over a stored scope, or a corpus without a database. */
export function createMemorySegment(passages: readonly MemoryPassage[], dimensions: number, nextSlot: () => number): Segment {
  const matrix = new UnitMatrix(dimensions)
  const postings = new Map<string, Posting[]>()
  const frequency = new Map<string, number>()
  const byId = new Map<string, IndexedPassage>()
  const byPlace = new Map<string, IndexedPassage>()

  for (const passage of passages) {
    const indexed = indexPassage(passage, nextSlot)
    byId.set(indexed.id, indexed)
    byPlace.set(`${indexed.document}\n${indexed.ordinal}`, indexed)
    passage.vectors.forEach((vector, ordinal) => {
      if (vector !== null) matrix.set(passage.id, ordinal, vector)
    })
    const seen = new Set<string>()
    for (const unit of indexed.units) {
      for (const [term, count] of unit.terms) {
        seen.add(term)
        const posting = { unit, impact: termImpact(count, unit.length) }
        const known = postings.get(term)
        if (known === undefined) postings.set(term, [posting])
        else known.push(posting)
      }
    }
    for (const term of seen) frequency.set(term, (frequency.get(term) ?? 0) + 1)
  }

  return {
    passageCount: byId.size,
    frequencies: async (terms) => new Map(terms.map((term) => [term, frequency.get(term) ?? 0])),
    postings: async (term) => postings.get(term) ?? [],
    nearest: async (vector, count) =>
      matrix
        .nearest(vector, count, () => true, 0)
        .flatMap(({ passage, ordinal, similarity }) => {
          const unit = byId.get(passage)?.units[ordinal]
          return unit === undefined ? [] : [{ unit, similarity }]
        }),
    similarity: (unit, vector) => matrix.similarity(unit.passage.id, unit.ordinal, vector),
    neighbours: async (passages) =>
      new Map(
        passages.map((passage) => {
          const at = (step: number) => byPlace.get(`${passage.document}\n${passage.ordinal + step}`) ?? null
          return [passage, { previous: at(-1), next: at(1) }]
        }),
      ),
  }
}
