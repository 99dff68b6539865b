/** A unit's score is its cosine plus this times its BM25; flat between 0.04 and 0.08 on SQuAD articles. */
export const lexicalWeight = 0.05
/** Cosine assumed of a unit whose vector is owed while others have theirs: about that of a loosely related sentence. */
export const owedCosine = 0.25

/** What a unit is ranked by: `cosine` null is owed; without a vector of the question (`byWords`) BM25 alone tells. */
export function hybridScore(cosine: number | null, bm25: number, byWords: boolean): number {
  const similarity = byWords ? 0 : (cosine ?? owedCosine)
  return similarity + lexicalWeight * bm25
}
