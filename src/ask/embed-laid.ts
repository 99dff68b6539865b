import type { MemoryPassage } from '../retrieve/memory-segment.ts'
import type { Embedder } from '../spec/embedder.ts'
import type { PassageId } from '../spec/ids.ts'

/** A unit of a changed file whose vector is not known yet, with the text that is embedded for it. */
export interface OwedUnit {
  readonly passage: PassageId
  readonly ordinal: number
  readonly text: string
}

/** Units that an ask embeds itself: an edit of a paragraph or two. A larger change ranks by words until the next sleep. */
const most = 8

/** Passages laid over a scope with the vectors of their few new units, so that what was just edited ranks with the rest. */
export async function embedLaid(
  passages: readonly MemoryPassage[],
  owed: readonly OwedUnit[],
  embedder: Embedder,
  made: Map<string, Int8Array>,
): Promise<readonly MemoryPassage[]> {
  const missing = [...new Set(owed.map((unit) => unit.text))].filter((text) => !made.has(text))
  if (owed.length === 0 || missing.length > most) return passages
  if (missing.length > 0) {
    const vectors = await embedder.embedMany(missing)
    for (const [index, text] of missing.entries()) {
      const vector = vectors[index]
      if (vector !== undefined) made.set(text, vector)
    }
  }
  const found = new Map(owed.map((unit) => [`${unit.passage} ${unit.ordinal}`, made.get(unit.text) ?? null]))
  return passages.map((passage) => ({
    ...passage,
    vectors: passage.vectors.map((vector, ordinal) => vector ?? found.get(`${passage.id} ${ordinal}`) ?? null),
  }))
}
