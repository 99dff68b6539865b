import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import type { Embedder } from '../../spec/embedder.ts'
import { ReverieError } from '../../spec/errors.ts'
import { quantise } from './quantise.ts'

/** Texts a call where the model names no limit of its own. */
const defaultPerCall = 96

/**
 * Any AI SDK embedding model as Reverie's embedder. Batches go out one after the other, at most `maxEmbeddingsPerCall`
 * texts each, so that a question asked meanwhile is its own call and waits for none of them. `dimensions` is checked
 * against what comes back. Errors: `model-failed` with the provider's error as cause, `aborted`.
 */
export function embedderFromModel(options: {
  readonly name: string
  readonly model: EmbeddingModelV4
  readonly dimensions: number
}): Embedder {
  const { name, model, dimensions } = options

  async function call(values: readonly string[], signal: AbortSignal | undefined): Promise<readonly Int8Array[]> {
    signal?.throwIfAborted()
    const { embeddings } = await model.doEmbed({ values: [...values], ...(signal === undefined ? {} : { abortSignal: signal }) })
    if (embeddings.length !== values.length) throw malformed(`${values.length} vectors`, `${embeddings.length}`)
    return embeddings.map((vector) => {
      if (vector.length !== dimensions) throw malformed(`${dimensions} numbers a vector`, `${vector.length}`)
      return quantise(vector)
    })
  }

  function malformed(expected: string, found: string): ReverieError {
    return new ReverieError('model-malformed', `Embedding model ${name}: expected ${expected}, got ${found}.`, {
      hint: 'Check the model and the dimensions it is configured with.',
    })
  }

  async function guarded<Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof ReverieError) throw cause
      if (signal?.aborted) throw new ReverieError('aborted', 'Embedding was aborted.', { cause })
      throw new ReverieError('model-failed', `Embedding model ${name} failed.`, { cause, isRetryable: true })
    }
  }

  return {
    name,
    dimensions,
    model,
    embedQuestion: (text, { signal } = {}) =>
      guarded(async () => {
        const [vector] = await call([text], signal)
        if (vector === undefined) throw malformed('1 vector', '0')
        return vector
      }, signal),
    embedMany: (texts, { signal, onProgress } = {}) =>
      guarded(async () => {
        const perCall = Math.max(1, Math.min((await model.maxEmbeddingsPerCall) ?? defaultPerCall, 2048))
        const vectors: Int8Array[] = []
        for (let at = 0; at < texts.length; at += perCall) {
          vectors.push(...(await call(texts.slice(at, at + perCall), signal)))
          onProgress?.(vectors.length)
        }
        return vectors
      }, signal),
    warm: async () => {},
    close: async () => {},
  }
}
