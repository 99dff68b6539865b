import type { ScopeId } from '../../spec/ids.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import type { Store } from '../../spec/store.ts'

const page = 400

export interface SimilarityOptions {
  readonly texts: readonly string[]
  /** Absent: whichever has vectors for the first of the texts. */
  readonly embedder: string | undefined
}

/**
 * Cosine of two of these texts by the vectors stored of them as questions; null for a text that has none. Resolves to null
 * where no text has one.
 */
export async function loadSimilarity(
  store: Store,
  scope: ScopeId,
  { texts, embedder }: SimilarityOptions,
): Promise<((one: string, other: string) => number | null) | null> {
  const wanted = [...new Set(texts)]
  const stored = new Map<string, { readonly embedder: string; readonly vector: Int8Array }>()
  let name = embedder
  for (let from = 0; from < wanted.length; from += page) {
    let query = store.read
      .selectFrom('vectors')
      .select(['digest', 'embedder', 'vector'])
      .where('scope', '=', scope)
      .where('digest', 'in', wanted.slice(from, from + page).map(keyVectorDigest))
    if (name !== undefined) query = query.where('embedder', '=', name)
    const rows = await query.orderBy('embedder').orderBy('digest').execute()
    // Vectors of two embedders say nothing about each other.
    name ??= rows[0]?.embedder
    for (const row of rows)
      if (row.embedder === name) {
        const { buffer, byteOffset, byteLength } = row.vector
        stored.set(row.digest, { embedder: row.embedder, vector: new Int8Array(buffer, byteOffset, byteLength) })
      }
  }
  if (stored.size === 0) return null
  const vectors = new Map<string, { readonly vector: Int8Array; readonly norm: number }>()
  for (const text of wanted) {
    const vector = stored.get(keyVectorDigest(text))?.vector
    if (vector !== undefined) vectors.set(text, { vector, norm: Math.sqrt(dot(vector, vector)) })
  }
  return (one, other) => {
    const [a, b] = [vectors.get(one), vectors.get(other)]
    if (a === undefined || b === undefined || a.norm === 0 || b.norm === 0) return null
    return dot(a.vector, b.vector) / (a.norm * b.norm)
  }
}

function dot(one: Int8Array, other: Int8Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}
