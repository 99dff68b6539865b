import { rowSimilarity } from '../retrieve/exact-nearest.ts'

/** Cosine of two unit int8 vectors of one embedder. */
export function cosine(one: Int8Array, other: Int8Array): number {
  return rowSimilarity(one, 0, one.length, other)
}
