import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { ReverieError } from '../../spec/errors.ts'
import type { ParsedFile, Parser } from '../../spec/parser.ts'
import { parserVersion } from './parser-version.ts'
import type { ParserReply, ParserRequest } from './parser-worker.ts'

export interface ParserPoolOptions {
  /** Worker threads at most. Default: the machine's parallelism, at most 2. A worker starts when there is work for it. */
  readonly size?: number
  /** One file may take this long before its worker is ended. Default 20,000. */
  readonly limitMs?: number
  /** The worker's module, for tests. */
  readonly worker?: URL
}

interface Job {
  readonly request: ParserRequest
  readonly resolve: (file: ParsedFile) => void
  readonly reject: (error: ReverieError) => void
}

interface Slot {
  readonly worker: Worker
  isReady: boolean
  job: Job | null
  timer: NodeJS.Timeout | null
}

/**
 * A parser on worker threads. A file that kills its worker or passes the time limit rejects alone, with
 * `source-unreadable`; the worker is replaced. Idle workers do not keep the process alive.
 */
export function openParserPool(options: ParserPoolOptions = {}): Parser {
  const size = Math.max(1, options.size ?? Math.min(2, availableParallelism()))
  const limitMs = options.limitMs ?? 20_000
  const url = options.worker ?? new URL(`./parser-worker${/\.[cm]?[jt]s$/.exec(import.meta.url)?.[0] ?? '.js'}`, import.meta.url)
  const slots = new Set<Slot>()
  const queue: Job[] = []
  let isClosed = false

  function start(): Slot {
    const slot: Slot = { worker: new Worker(url, { execArgv: [] }), isReady: false, job: null, timer: null }
    slots.add(slot)
    slot.worker.unref()
    slot.worker.on('message', (reply: ParserReply) => {
      if (reply.kind === 'ready') {
        slot.isReady = true
        if (slot.job !== null) limit(slot)
        return
      }
      const job = release(slot)
      if (reply.kind === 'parsed') job?.resolve(reply.file)
      else job?.reject(unreadable(job.request.path, reply.message))
      next()
    })
    slot.worker.on('error', (error) => lose(slot, error instanceof Error ? error.message : String(error)))
    slot.worker.on('exit', () => lose(slot, 'its worker ended'))
    return slot
  }

  function release(slot: Slot): Job | null {
    const { job } = slot
    if (slot.timer !== null) clearTimeout(slot.timer)
    slot.timer = null
    slot.job = null
    slot.worker.unref()
    return job
  }

  function lose(slot: Slot, reason: string): void {
    slots.delete(slot)
    const job = release(slot)
    job?.reject(unreadable(job.request.path, reason))
    next()
  }

  function limit(slot: Slot): void {
    slot.timer = setTimeout(() => {
      lose(slot, `parsing took longer than ${limitMs} ms`)
      void slot.worker.terminate()
    }, limitMs)
  }

  function assign(slot: Slot, job: Job): void {
    slot.job = job
    slot.worker.ref()
    if (slot.isReady) limit(slot)
    slot.worker.postMessage(job.request)
  }

  function next(): void {
    while (queue.length > 0 && !isClosed) {
      const slot = [...slots].find((candidate) => candidate.job === null) ?? (slots.size < size ? start() : null)
      const job = slot === null ? undefined : queue.shift()
      if (slot === null || job === undefined) return
      assign(slot, job)
    }
  }

  return {
    version: parserVersion,
    parse({ path, bytes }, call) {
      return new Promise((resolve, reject) => {
        const signal = call?.signal
        if (isClosed) return reject(new ReverieError('internal', `The parser pool is closed; ${path} was not parsed.`))
        if (signal?.aborted) return reject(aborted(path, signal))
        const onAbort = (): void => {
          // A worker cannot be stopped in the middle cheaply: it finishes and its reply is dropped.
          const at = queue.indexOf(job)
          if (at !== -1) queue.splice(at, 1)
          if (signal !== undefined) reject(aborted(path, signal))
        }
        const job: Job = {
          request: { path, bytes },
          resolve: (file) => {
            signal?.removeEventListener('abort', onAbort)
            resolve(file)
          },
          reject: (error) => {
            signal?.removeEventListener('abort', onAbort)
            reject(error)
          },
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        queue.push(job)
        next()
      })
    },
    async close() {
      isClosed = true
      for (const job of queue.splice(0))
        job.reject(new ReverieError('internal', `The parser pool was closed before ${job.request.path} was parsed.`))
      await Promise.all([...slots].map((slot) => slot.worker.terminate()))
    },
  }
}

function unreadable(path: string, reason: string): ReverieError {
  return new ReverieError('source-unreadable', `${path} could not be parsed: ${reason}.`, {
    hint: 'Exclude the file with .reverieignore if it is not meant to be read.',
  })
}

function aborted(path: string, signal: AbortSignal): ReverieError {
  return new ReverieError('aborted', `Parsing ${path} was aborted.`, { cause: signal.reason })
}
