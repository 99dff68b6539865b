/** Cosines of texts whose vectors are known, each worked out once. */
export interface Nearness {
  /** Null where a text has no vector. */
  readonly similarity: (one: string, other: string) => number | null
  /** Adds vectors of texts that have none yet. */
  add(texts: readonly string[]): Promise<void>
}

type Embed = (texts: readonly string[]) => Promise<readonly Int8Array[]>

const scale = 30_000
const unknown = -32_768

/** Remembers the cosines of the first `remembered` texts in a table, so that replaying day after day asks for each once. */
export function createNearness(embed: Embed, remembered = 4000): Nearness {
  const places = new Map<string, number>()
  const vectors: Float32Array[] = []
  const rows: Int16Array[] = []
  function rowOf(place: number): Int16Array {
    const known = rows[place] ?? new Int16Array(place + 1).fill(unknown)
    rows[place] = known
    return known
  }
  return {
    similarity(one, other) {
      const [a, b] = [places.get(one), places.get(other)]
      if (a === undefined || b === undefined) return null
      const [low, high] = a < b ? [a, b] : [b, a]
      if (high >= remembered) return dot(vectors[a], vectors[b])
      const row = rowOf(high)
      const known = row[low] ?? unknown
      if (known !== unknown) return known / scale
      const cosine = dot(vectors[a], vectors[b])
      row[low] = Math.round(cosine * scale)
      return cosine
    },
    async add(texts) {
      const missing = [...new Set(texts)].filter((text) => !places.has(text))
      if (missing.length === 0) return
      const made = await embed(missing)
      for (const [index, text] of missing.entries()) {
        const vector = made[index]
        if (vector === undefined) continue
        const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
        places.set(text, vectors.length)
        vectors.push(Float32Array.from(vector, (value) => (norm === 0 ? 0 : value / norm)))
      }
    },
  }
}

function dot(one: Float32Array | undefined, other: Float32Array | undefined): number {
  if (one === undefined || other === undefined) return 0
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}
