import type { EmbeddingModelV4 } from '@ai-sdk/provider'

/** An embedding function as the AI SDK sees a model, so that whoever speaks its specification V4 can use ours. */
export function modelView(options: {
  readonly modelId: string
  readonly embed: (texts: readonly string[], signal: AbortSignal | undefined) => Promise<readonly ArrayLike<number>[]>
}): EmbeddingModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'reverie',
    modelId: options.modelId,
    maxEmbeddingsPerCall: Number.POSITIVE_INFINITY,
    supportsParallelCalls: true,
    doEmbed: async ({ values, abortSignal }) => ({
      embeddings: (await options.embed(values, abortSignal)).map((vector) => Array.from(vector)),
      warnings: [],
    }),
  }
}
