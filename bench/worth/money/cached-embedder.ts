import type { ReverieOptions } from '../../../src/faces/reverie.ts'
import type { Embedder } from '../../../src/spec/embedder.ts'
import type { VectorCache } from '../../reader/vector-cache.ts'

/** The real embedder as the library takes one, its vectors kept between runs: under its own name, so that what was fitted for it holds. */
export function cachedEmbedder(embedder: Embedder, vectors: VectorCache): NonNullable<ReverieOptions['embedder']> {
  return {
    name: embedder.name,
    dimensions: embedder.dimensions,
    model: {
      ...embedder.model,
      specificationVersion: 'v4',
      provider: 'bench',
      modelId: embedder.name,
      maxEmbeddingsPerCall: 256,
      supportsParallelCalls: true,
      doEmbed: async ({ values }) => ({
        embeddings: (await vectors.embed(values)).map((vector) => Array.from(vector, (value) => value / 127)),
        warnings: [],
      }),
    },
  }
}
