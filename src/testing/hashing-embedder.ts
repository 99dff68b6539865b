import { hash } from 'node:crypto'
import type { Embedder } from '../spec/embedder.ts'

const dimensions = 64

/**
 * A deterministic bag-of-words embedder for replays and property tests: each lower-case word adds a fixed pattern of
 * ±1 to the sum, so texts that share words are near each other. It knows nothing of meaning; use the real one where
 * that matters. `embedded` records every text it was given.
 */
export function createHashingEmbedder(): Embedder & { readonly embedded: readonly string[] } {
  const embedded: string[] = []
  const patterns = new Map<string, readonly number[]>()

  function patternOf(word: string): readonly number[] {
    const known = patterns.get(word)
    if (known !== undefined) return known
    const bytes = hash('sha256', word, 'buffer')
    const pattern = Array.from({ length: dimensions }, (_, at) => (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1 ? 1 : -1))
    patterns.set(word, pattern)
    return pattern
  }

  function sumOf(text: string): readonly number[] {
    embedded.push(text)
    const sum = new Array<number>(dimensions).fill(0)
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
      patternOf(word).forEach((sign, at) => {
        sum[at] = (sum[at] ?? 0) + sign
      })
    }
    const length = Math.hypot(...sum)
    return length === 0 ? sum : sum.map((value) => value / length)
  }

  const embed = (text: string) => Int8Array.from(sumOf(text), (value) => Math.round(value * 127))

  return {
    name: 'hashing-64',
    dimensions,
    embedded,
    model: {
      specificationVersion: 'v4',
      provider: 'reverie',
      modelId: 'hashing-64',
      maxEmbeddingsPerCall: undefined,
      supportsParallelCalls: true,
      doEmbed: async ({ values }) => ({ embeddings: values.map((value) => [...sumOf(value)]), warnings: [] }),
    },
    embedQuestion: async (text, { signal } = {}) => {
      signal?.throwIfAborted()
      return embed(text)
    },
    embedMany: async (texts, { signal, onProgress } = {}) => {
      signal?.throwIfAborted()
      const vectors = texts.map(embed)
      onProgress?.(vectors.length)
      return vectors
    },
    warm: async () => {},
    close: async () => {},
  }
}
