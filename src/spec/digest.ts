import { hash } from 'node:crypto'

/**
 * The one digest of Reverie: SHA-256 over length-prefixed parts, so that `('ab', 'c')` and `('a', 'bc')` differ,
 * as 22 characters of base64url (132 bits). Used for content ids, versions, recipes and vector keys.
 */
export function digest(...parts: readonly (string | number | Uint8Array)[]): Digest {
  const pieces: string[] = []
  for (const part of parts) {
    const text = part instanceof Uint8Array ? hash('sha256', part, 'hex') : String(part)
    pieces.push(`${text.length}:${text}`)
  }
  return hash('sha256', pieces.join(''), 'base64url').slice(0, 22) as Digest
}

/** A content hash as made by {@link digest}. */
export type Digest = string & { readonly __brand: 'Digest' }
