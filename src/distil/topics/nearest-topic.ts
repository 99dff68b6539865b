/** Where a document belongs among topics that stand already. */
export interface NearestTopic {
  readonly topic: string
  /** Cosine to the topic's middle, 0..1. */
  readonly weight: number
}

/**
 * The topic whose members a document is nearest to, or null where there is none. The common direction of all topics is
 * taken out first, as in clustering them. `members` holds the vectors of some members of each topic, any length.
 */
export function nearestTopic(vector: Float32Array, members: ReadonlyMap<string, readonly Float32Array[]>): NearestTopic | null {
  const middles = [...members].map(([topic, vectors]) => ({ topic, middle: normal(sum(vectors.map(normal))) }))
  if (middles.length === 0) return null
  const common = sum(middles.map(({ middle }) => middle)).map((value) => value / middles.length)
  const point = apart(normal(vector), common)
  let best: NearestTopic | null = null
  for (const { topic, middle } of middles) {
    const weight = dot(point, apart(middle, common))
    if (best === null || weight > best.weight + 1e-9) best = { topic, weight }
  }
  return best === null ? null : { ...best, weight: Math.max(0, best.weight) }
}

function apart(vector: Float32Array, common: Float32Array): Float32Array {
  return normal(vector.map((value, at) => value - (common[at] ?? 0)))
}

function sum(vectors: readonly Float32Array[]): Float32Array {
  const total = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let at = 0; at < total.length; at++) total[at] = (total[at] ?? 0) + (vector[at] ?? 0)
  return total
}

function normal(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return length === 0 ? vector : vector.map((value) => value / length)
}

function dot(a: Float32Array, b: Float32Array): number {
  let total = 0
  for (let at = 0; at < a.length; at++) total += (a[at] ?? 0) * (b[at] ?? 0)
  return total
}
