import { keyVectorDigest } from '../../spec/key-vector.ts'
import { thisRevision } from '../../spec/revision.ts'
import { type Statement, statement } from '../../spec/store.ts'
import type { BundleEntry } from './bundle-format.ts'
import type { ImportContext } from './import-context.ts'

/** Length of a unit vector in int8, and how far rounding may take it from there. */
const unitLength = 127
const tolerance = 0.1

export interface KeyVectors {
  readonly statements: readonly Statement[]
  /** Keys whose vector is owed: none came, or one of another embedder, or none that is a unit vector. */
  readonly owed: number
  readonly taken: number
}

/** Vectors of keys for the transaction that writes their entries. One that is stored already is kept. */
export function keyVectors({ store, scope, embedder, header }: ImportContext, keys: readonly BundleEntry['keys'][number][]): KeyVectors {
  const isSame = header.embedder.name === embedder.name && header.embedder.dimensions === embedder.dimensions
  const rows = new Map<
    string,
    { scope: string; embedder: string; digest: string; vector: Uint8Array; revision: ReturnType<typeof thisRevision> }
  >()
  let owed = 0
  for (const { text, vector } of keys) {
    const bytes = isSame && vector !== null ? vectorOf(vector, embedder.dimensions) : null
    const digest = keyVectorDigest(text)
    if (bytes === null) owed += 1
    else rows.set(digest, { scope, embedder: embedder.name, digest, vector: bytes, revision: thisRevision(scope) })
  }
  const all = [...rows.values()]
  const statements: Statement[] = []
  for (let at = 0; at < all.length; at += 50) {
    const some = all.slice(at, at + 50)
    statements.push(
      statement(
        store.read
          .insertInto('vectors')
          .values(some)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    )
  }
  return { statements, owed, taken: keys.length - owed }
}

function vectorOf(base64: string, dimensions: number): Uint8Array | null {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  if (bytes.length !== dimensions) return null
  let squares = 0
  for (const byte of bytes) {
    const value = (byte << 24) >> 24
    squares += value * value
  }
  const length = Math.sqrt(squares)
  return Math.abs(length - unitLength) <= unitLength * tolerance ? bytes : null
}
