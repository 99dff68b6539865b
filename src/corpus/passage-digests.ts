import { type Digest, digest } from '../spec/digest.ts'
import type { PassageKind } from '../spec/parser.ts'

/**
 * The two digests of a passage's text: `exact` names its version, `normal` is blind to white space that means nothing.
 * In prose that is all of it; in lists, tables and code only how lines end, since indentation is structure there; in data
 * none.
 */
export function textDigests(kind: PassageKind, text: string): { readonly exact: Digest; readonly normal: Digest } {
  const exact = digest('text', text)
  const normal = normalText(kind, text)
  return { exact, normal: normal === text ? exact : digest('text', normal) }
}

function normalText(kind: PassageKind, text: string): string {
  if (kind === 'prose') return text.replace(/\s+/g, ' ').trim()
  return kind === 'data' ? text : text.replace(/[ \t]*(?:\r\n?|\n)/g, '\n').trimEnd()
}

/** Digest of a document's bytes, as the parser gives it. */
export function bytesDigest(bytes: Uint8Array): Digest {
  return digest(bytes)
}

/** Digest of a heading or symbol path without its numbering (`2.1 Setup` is `Setup`), which is in neither text digest. */
export function placeDigest(place: readonly string[]): Digest {
  return digest('place', ...place.map((name) => name.replace(numbering, '')))
}

/** Not `1.2.3 (2024-01-01)`, which is a version, nor `Step 3:`, which is a name. */
const numbering = /^(?:\d{1,2}(?:\.\d{1,3}){1,3}\.?|\d{1,3}[.)]|\(\d{1,3}\)|§\s?\d+(?:\.\d+)*)\s+(?=["'`(]?\p{L})/u

/** What distilling a document depends on: its passages' versions and places, in order. */
export function projectionDigest(passages: readonly { readonly version: Digest; readonly placeDigest: Digest }[]): Digest {
  return digest('projection', ...passages.flatMap((passage) => [passage.version, passage.placeDigest]))
}
