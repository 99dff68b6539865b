import { Worker } from 'node:worker_threads'
import { ReverieError } from '../../../spec/errors.ts'
import type { Gives, PlainError, Takes, TaskKind, WriterReply, WriterRequest } from './writer-messages.ts'

interface Waiting {
  resolve(gives: Gives<TaskKind>): void
  reject(error: ReverieError): void
}

/**
 * The asking thread's end of the writer. The thread starts with the first task and does tasks in the order they were
 * asked; it keeps the process alive only while one is under way. A thread that dies fails its tasks; the next task starts another.
 */
export class WriterThread {
  readonly #path: string
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #lastId = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Posts a task. What it carries is copied before this returns, so the caller may reuse its buffers. */
  perform<Kind extends TaskKind>(kind: Kind, takes: Takes<Kind>): Promise<Gives<Kind>> {
    return new Promise<Gives<Kind>>((resolve, reject) => {
      const worker = this.#worker ?? this.#start()
      this.#lastId += 1
      const request: WriterRequest = { id: this.#lastId, kind, takes }
      post(worker, request)
      // The reply to an id is what its kind gives: writer-worker.ts answers each request with its own performer.
      this.#waiting.set(request.id, { resolve: resolve as Waiting['resolve'], reject })
      worker.ref()
    })
  }

  /** Waits for every task posted so far, then ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker
    if (worker === null) return
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.ref()
    worker.postMessage('close' satisfies WriterRequest)
    await exited
  }

  #start(): Worker {
    // The packed product holds `.js` only, and a thread started from sources needs `.ts`: ours says which this is.
    const file = import.meta.url.endsWith('.ts') ? './writer-worker.ts' : './writer-worker.js'
    // Without the process's own Node flags: some (`--input-type` of an `--eval`) are refused by a thread.
    const options = { workerData: { path: this.#path }, name: 'reverie-writer', execArgv: [] }
    const worker = new Worker(new URL(file, import.meta.url), options)
    worker.unref()
    worker.on('message', (reply: WriterReply) => this.#settle(worker, reply))
    worker.on('error', (error) => this.#lose(worker, error))
    worker.on('exit', () => this.#lose(worker, undefined))
    this.#worker = worker
    return worker
  }

  #settle(worker: Worker, reply: WriterReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (this.#waiting.size === 0) worker.unref()
    if (reply.ok) waiting?.resolve(reply.gives)
    else waiting?.reject(revived(reply.error))
  }

  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = null
    const lost = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const waiting of lost) {
      waiting.reject(
        new ReverieError('internal', 'The thread that writes the database ended before this write was confirmed.', {
          cause,
          hint: 'Try again; what was confirmed is kept.',
          isRetryable: true,
        }),
      )
    }
  }
}

function post(worker: Worker, request: WriterRequest): void {
  try {
    worker.postMessage(request)
  } catch (cause) {
    throw new ReverieError('bad-argument', 'A parameter of a write is neither null, a number, text nor bytes.', { cause })
  }
}

function revived({ code, message, hint, isRetryable }: PlainError): ReverieError {
  return new ReverieError(code, message, { isRetryable, ...(hint === null ? {} : { hint }) })
}
