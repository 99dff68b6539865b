import { exactNearest, type Neighbour, type VectorEngine, vectorEngine } from './exact-nearest.ts'

/** Vectors in rows of one matrix, which may be longer. */
export interface VectorRows {
  readonly matrix: Int8Array
  readonly count: number
  readonly dimensions: number
  /** Length of each row, as {@link lengthOf} has it; may be longer than `count`. */
  readonly lengths: Float64Array
  /** No row but those of zeros is shorter; Infinity where there is none. */
  readonly shortest: number
}

/** Rows scanned for beyond those wanted: lengths differ by about 1 %, so the nearest are among a few more by product. */
const least = 64

/** Euclidean length. */
export function lengthOf(vector: Int8Array): number {
  let squares = 0
  for (let at = 0; at < vector.length; at++) squares += (vector[at] ?? 0) ** 2
  return Math.sqrt(squares)
}

/** True cosine of two vectors; 0 where one is of zeros. */
export function cosineOf(one: Int8Array, other: Int8Array): number {
  let product = 0
  for (let at = 0; at < one.length; at++) product += (one[at] ?? 0) * (other[at] ?? 0)
  return cosine(product, lengthOf(one) * lengthOf(other))
}

/**
 * The `count` rows nearest to a query by true cosine, nearest first, ties by row; to a row or query of zeros it is 0.
 * Rounding to int8 changes a vector's length, so the inner product alone misorders what is close together. What the scan
 * left out has at most the product of the last row it found, and so at most that divided by the shortest length as its
 * cosine: where the last row wanted is not above that, more are scanned for.
 */
export function nearestByCosine(
  rows: VectorRows,
  query: Int8Array,
  count: number,
  engine: VectorEngine = vectorEngine,
): readonly Neighbour[] {
  if (count <= 0) return []
  const length = lengthOf(query)
  for (let wanted = Math.max(least, 2 * count); ; wanted *= 4) {
    const scanned = exactNearest(rows.matrix, rows.count, rows.dimensions, query, wanted, engine)
    const nearest = scanned
      .map(({ row, product }) => ({ row, product, similarity: cosine(product, (rows.lengths[row] ?? 0) * length) }))
      .sort((a, b) => b.similarity - a.similarity || a.row - b.row)
      .slice(0, count)
    const last = nearest.at(-1)
    if (last === undefined || scanned.length === rows.count) return nearest
    const beyond = Math.max(0, scanned.at(-1)?.product ?? 0)
    if (last.similarity > cosine(beyond, rows.shortest * length)) return nearest
  }
}

function cosine(product: number, lengths: number): number {
  return lengths === 0 ? 0 : Math.min(1, product / lengths)
}
