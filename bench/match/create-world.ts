import type { RarityOf } from '../../src/cache/features/word-difference.ts'
import { exactNearest } from '../../src/retrieve/exact-nearest.ts'
import type { MatchKey, MatchWorld, NearKey } from './match-ask.ts'

/** Neighbours kept of each question, which several matchers and fits ask for again. */
const kept = 16

/** One document of a scope, by the vectors of its units. */
export interface WorldDocument {
  readonly id: string
  readonly text: string
  readonly units: readonly Int8Array[]
}

/** What a scope knows beside its keys. */
export interface WorldContext {
  readonly rarity?: RarityOf
  /** By entry, and by any other name for what no entry cites: the documents of the scope, each by the vectors of its units. */
  readonly documents?: ReadonlyMap<string, WorldDocument>
}

/** A world over these keys, searched exactly as a scope is. */
export function createWorld(keys: readonly MatchKey[], { rarity, documents }: WorldContext = {}): MatchWorld {
  const context = {
    ...(rarity === undefined ? {} : { rarity }),
    ...(documents === undefined
      ? {}
      : {
          evidence: evidenceIn(documents),
          quoteOf: (entry: string) => documents.get(entry)?.text ?? '',
        }),
  }
  const [only] = keys
  if (only !== undefined && keys.length === 1) {
    return { ...context, keys, nearest: (vector) => [{ key: only, similarity: cosine(only.vector, vector) }] }
  }
  const dimensions = only?.vector.length ?? 0
  const known = new WeakMap<Int8Array, readonly NearKey[]>()
  let matrix: Int8Array | null = null
  return {
    ...context,
    keys,
    nearest(vector, count) {
      const before = known.get(vector)
      if (before !== undefined && count <= kept) return before.slice(0, count)
      matrix ??= matrixOf(keys, dimensions)
      const near = exactNearest(matrix, keys.length, dimensions, vector, Math.max(count, kept)).flatMap(({ row }): readonly NearKey[] => {
        const key = keys[row]
        return key === undefined ? [] : [{ key, similarity: cosine(key.vector, vector) }]
      })
      near.sort((a, b) => b.similarity - a.similarity)
      known.set(vector, near)
      return near.slice(0, count)
    },
  }
}

function evidenceIn(documents: NonNullable<WorldContext['documents']>): NonNullable<MatchWorld['evidence']> {
  const distinct = [...new Map([...documents.values()].map((document) => [document.id, document])).values()]
  const known = new WeakMap<Int8Array, ReadonlyMap<string, number>>()
  const scores = (vector: Int8Array): ReadonlyMap<string, number> => {
    const before = known.get(vector)
    if (before !== undefined) return before
    const made = new Map(distinct.map(({ id, units }) => [id, Math.max(...units.map((unit) => cosine(unit, vector)))]))
    known.set(vector, made)
    return made
  }
  return (vector, entry) => {
    const own = documents.get(entry)
    if (own === undefined) return null
    const found = scores(vector)
    let elsewhere = 0
    for (const [id, score] of found) if (id !== own.id) elsewhere = Math.max(elsewhere, score)
    return { cited: found.get(own.id) ?? 0, elsewhere }
  }
}

/** Cosine of two int8 vectors, over the lengths that quantising has left them: taken as 127, opposites come out above 1. */
export function cosine(a: Int8Array, b: Int8Array): number {
  let dot = 0
  let ofA = 0
  let ofB = 0
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0]
    dot += x * y
    ofA += x * x
    ofB += y * y
  }
  return dot === 0 ? 0 : dot / Math.sqrt(ofA * ofB)
}

function matrixOf(keys: readonly MatchKey[], dimensions: number): Int8Array {
  const matrix = new Int8Array(keys.length * dimensions)
  keys.forEach((key, row) => {
    matrix.set(key.vector, row * dimensions)
  })
  return matrix
}
