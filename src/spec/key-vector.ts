import { type Digest, digest } from './digest.ts'

/** Under which the vector of a question's text is stored. */
export function keyVectorDigest(text: string): Digest {
  return digest('key', text.trim())
}
