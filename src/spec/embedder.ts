import type { EmbeddingModelV4 } from '@ai-sdk/provider'

/**
 * An AI SDK embedding model as Reverie uses it: named, of known length, closable. `embed` gives unit-length int8 vectors
 * in the order of the texts. The default runs MiniLM in a bounded pool of workers; any EmbeddingModelV4 can stand in.
 */
export interface Embedder {
  /** Stored with every vector; two embedders never mix. */
  readonly name: string
  readonly dimensions: number
  /** The model behind it, for callers that speak the AI SDK. */
  readonly model: EmbeddingModelV4
  /** One question, ahead of any batch in progress. */
  embedQuestion(text: string, options?: { readonly signal?: AbortSignal }): Promise<Int8Array>
  /** A batch of the sleeper's; small slices so that a question waits for one text at most. */
  embedMany(
    texts: readonly string[],
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (done: number) => void },
  ): Promise<readonly Int8Array[]>
  /** Loads the model ahead of the first use. */
  warm(): Promise<void>
  close(): Promise<void>
}
