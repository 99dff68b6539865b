import { lengthOf } from '../../retrieve/nearest-by-cosine.ts'

/** The vector at length 1, so that products are cosines; one of zeros stays so. */
export function unitVector(vector: Int8Array): Float32Array {
  const length = lengthOf(vector)
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length))
}
