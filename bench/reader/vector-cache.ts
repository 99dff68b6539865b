import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digest } from '../../src/spec/digest.ts'
import type { Embedder } from '../../src/spec/embedder.ts'

const digestBytes = 22
const slice = 256

/**
 * Vectors of texts by digest, kept in the system's temporary folder between runs: what is measured by readers of whole
 * data sets is the reading, and embedding them again takes minutes.
 */
export interface VectorCache {
  /** One vector a text, in order; embeds what is missing. */
  embed(texts: readonly string[], onProgress?: (done: number, missing: number) => void): Promise<readonly Int8Array[]>
}

export function openVectorCache(embedder: Embedder): VectorCache {
  const folder = join(tmpdir(), 'reverie-bench')
  const file = join(folder, `${embedder.name}.vectors`)
  const recordBytes = digestBytes + embedder.dimensions
  mkdirSync(folder, { recursive: true })
  const known = new Map<string, Int8Array>()
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
    known.set(
      bytes.toString('latin1', at, at + digestBytes),
      new Int8Array(bytes.buffer, bytes.byteOffset + at + digestBytes, embedder.dimensions),
    )
  }
  return {
    async embed(texts, onProgress) {
      const keys = texts.map((text) => digest(text) as string)
      const missing = new Map<string, string>()
      keys.forEach((key, index) => {
        if (!known.has(key)) missing.set(key, texts[index] ?? '')
      })
      const owed = [...missing]
      for (let at = 0; at < owed.length; at += slice) {
        const part = owed.slice(at, at + slice)
        const vectors = await embedder.embedMany(part.map(([, text]) => text))
        part.forEach(([key], index) => {
          const vector = vectors[index] ?? new Int8Array(embedder.dimensions)
          known.set(key, vector)
          appendFileSync(
            file,
            Buffer.concat([Buffer.from(key, 'latin1'), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]),
          )
        })
        onProgress?.(Math.min(owed.length, at + slice), owed.length)
      }
      return keys.map((key) => known.get(key) ?? new Int8Array(embedder.dimensions))
    },
  }
}
