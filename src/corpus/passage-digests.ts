import { type Digest, digest } from '../spec/digest.ts'
import type { PassageKind } from '../spec/parser.ts'

/**
 * The two digests of a passage's text: `exact` names its version, `normal` is blind to white space in prose, where it
 * means nothing. Lists, tables, code and data keep theirs: indentation is structure there.
 */
export function textDigests(kind: PassageKind, text: string): { readonly exact: Digest; readonly normal: Digest } {
  const exact = digest('text', text)
  return { exact, normal: kind === 'prose' ? digest('text', text.replace(/\s+/g, ' ').trim()) : exact }
}

/** Digest of a document's bytes, as the parser gives it. */
export function bytesDigest(bytes: Uint8Array): Digest {
  return digest(bytes)
}

/** Digest of a heading or symbol path, which is in neither text digest. */
export function placeDigest(place: readonly string[]): Digest {
  return digest('place', ...place)
}

/** What distilling a document depends on: its passages' versions and places, in order. */
export function projectionDigest(passages: readonly { readonly version: Digest; readonly placeDigest: Digest }[]): Digest {
  return digest('projection', ...passages.flatMap((passage) => [passage.version, passage.placeDigest]))
}
