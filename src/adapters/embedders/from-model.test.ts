import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import { expect, test } from 'vitest'
import { embedderFromModel } from './from-model.ts'

function scripted(embed: (values: readonly string[]) => number[][]): EmbeddingModelV4 & { readonly calls: string[][] } {
  const calls: string[][] = []
  return {
    specificationVersion: 'v4',
    provider: 'test',
    modelId: 'test',
    maxEmbeddingsPerCall: 2,
    supportsParallelCalls: false,
    calls,
    doEmbed: async ({ values, abortSignal }) => {
      abortSignal?.throwIfAborted()
      calls.push(values)
      return { embeddings: embed(values), warnings: [] }
    },
  }
}

test('sends at most what the model takes and keeps the order', async () => {
  const model = scripted((values) => values.map((value) => [value.length, 1]))
  const embedder = embedderFromModel({ name: 'test', model, dimensions: 2 })
  const progress: number[] = []
  const vectors = await embedder.embedMany(['a', 'bb', 'ccc'], { onProgress: (done) => progress.push(done) })
  expect(model.calls).toEqual([['a', 'bb'], ['ccc']])
  expect(progress).toEqual([2, 3])
  expect(vectors.map((vector) => Math.round(((vector[0] ?? 0) / (vector[1] ?? 1)) * 10) / 10)).toEqual([1, 2, 3])
  expect([...(await embedder.embedQuestion('a'))]).toEqual([90, 90])
})

test('refuses vectors of another length or number', async () => {
  await expect(
    embedderFromModel({ name: 'x', model: scripted((values) => values.map(() => [1])), dimensions: 2 }).embedMany(['a']),
  ).rejects.toMatchObject({ code: 'model-malformed' })
  await expect(embedderFromModel({ name: 'x', model: scripted(() => []), dimensions: 2 }).embedQuestion('a')).rejects.toMatchObject({
    code: 'model-malformed',
  })
})

test('a failing model and an abort are told apart', async () => {
  const failing = embedderFromModel({
    name: 'x',
    model: scripted(() => {
      throw new Error('429')
    }),
    dimensions: 2,
  })
  await expect(failing.embedQuestion('a')).rejects.toMatchObject({ code: 'model-failed', isRetryable: true })
  const working = embedderFromModel({ name: 'x', model: scripted((values) => values.map(() => [1, 0])), dimensions: 2 })
  await expect(working.embedMany(['a'], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
})
