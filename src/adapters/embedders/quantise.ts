/** What one unit of length is in an int8 vector. */
export const int8Scale = 127

/**
 * A vector as the store keeps it: scaled to unit length, times 127, rounded. The dot product of two such vectors
 * divided by 127² is their cosine to about 0.002. A vector of zeros or of anything not finite becomes zeros.
 */
export function quantise(vector: ArrayLike<number>): Int8Array {
  let squares = 0
  for (let at = 0; at < vector.length; at++) squares += (vector[at] ?? 0) ** 2
  const result = new Int8Array(vector.length)
  if (!(squares > 0) || !Number.isFinite(squares)) return result
  const factor = int8Scale / Math.sqrt(squares)
  for (let at = 0; at < vector.length; at++) result[at] = Math.round((vector[at] ?? 0) * factor)
  return result
}
