import { type Digest, digest } from '../spec/digest.ts'

/** The exact text of a unit that is embedded: its document's title, a line feed, its reading form (of code, the symbol's). */
export function unitEmbedText(title: string | null, text: string): string {
  return title === null || title === '' ? text : `${title}\n${text}`
}

/** Names the vector of an embedded text; equal texts of any document share one. */
export function unitVectorDigest(title: string | null, text: string): Digest {
  return digest('unit', unitEmbedText(title, text))
}
