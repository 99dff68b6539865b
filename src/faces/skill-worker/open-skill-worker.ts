import { Worker } from 'node:worker_threads'
import { ReverieError } from '../../spec/errors.ts'
import type { Distiller, KeyWriter, QuestionGenerator, SkillCall } from '../../spec/skills.ts'
import type { SkillRecipes, SkillReply, SkillRequest, SkillResults } from './skill-messages.ts'

export interface SkillWorkerOptions {
  /** Without work for this long the thread ends; the next work starts another. Default 10,000. */
  readonly idleMs?: number
  /** The worker's module, for tests. */
  readonly worker?: URL
}

/** The skills that need no model, run on a thread of their own. */
export interface SkillWorker {
  /** Starts the thread where none runs and waits until it has loaded its grammar. Throws `internal` where it does not start. */
  skills(): Promise<{ readonly distiller: Distiller; readonly generator: QuestionGenerator; readonly keyWriter: KeyWriter }>
  close(): Promise<void>
}

interface Job {
  readonly request: SkillRequest
  /** What is worked on, for messages. */
  readonly name: string
  readonly resolve: (result: SkillResults[keyof SkillResults]) => void
  readonly reject: (error: unknown) => void
}

interface Slot {
  readonly worker: Worker
  readonly ready: PromiseWithResolvers<SkillRecipes>
  job: Job | null
}

/**
 * Grammar is heavy: on the calling thread it would stop asks. One job runs at a time; one that ends its thread rejects
 * alone, with `internal` and the document's name, and the next starts another thread. An aborted call rejects at once
 * with the signal's reason, while its job ends on the thread unheard. An idle thread does not keep the process alive.
 */
export function openSkillWorker({ idleMs = 10_000, worker: url = workerModule() }: SkillWorkerOptions = {}): SkillWorker {
  const queue: Job[] = []
  let slot: Slot | null = null
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  function start(): Slot {
    const worker = new Worker(url, { execArgv: [] })
    const started: Slot = { worker, ready: Promise.withResolvers(), job: null }
    slot = started
    // Awaited by skills(); where only a job waits, the job is rejected itself.
    started.ready.promise.catch(() => {})
    worker.unref()
    worker.on('message', (reply: SkillReply) => {
      if (reply.kind === 'ready') return started.ready.resolve(reply.recipes)
      const job = release(started)
      if (reply.kind === 'done') job?.resolve(reply.result)
      else job?.reject(failed(job.name, reply.message))
      next()
    })
    worker.on('error', (error) => lose(started, error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => lose(started, 'its thread ended'))
    return started
  }

  function release(from: Slot): Job | null {
    const { job } = from
    from.job = null
    from.worker.unref()
    return job
  }

  function lose(lost: Slot, reason: string): void {
    if (slot === lost) slot = null
    lost.ready.reject(new ReverieError('internal', `The thread that distils did not start: ${reason}.`))
    const job = release(lost)
    job?.reject(failed(job.name, reason))
    next()
  }

  function next(): void {
    clearTimeout(idle)
    if (isClosed) return
    if (queue.length === 0) {
      idle = setTimeout(rest, idleMs)
      idle.unref()
      return
    }
    const at = slot ?? start()
    const job = at.job === null ? queue.shift() : undefined
    if (job === undefined) return
    at.job = job
    at.worker.ref()
    at.worker.postMessage(job.request)
  }

  function rest(): void {
    if (slot === null || slot.job !== null) return
    const resting = slot
    slot = null
    // Nothing is under way, so there is nothing it could fail at.
    void resting.worker.terminate()
  }

  function run<Kind extends keyof SkillResults>(
    request: Extract<SkillRequest, { readonly kind: Kind }>,
    name: string,
    { signal }: SkillCall = {},
  ): Promise<SkillResults[Kind]> {
    return new Promise((resolve, reject) => {
      if (isClosed) return reject(new ReverieError('internal', `The library is closed; ${name} was not distilled.`))
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = (): void => {
        const at = queue.indexOf(job)
        if (at !== -1) queue.splice(at, 1)
        reject(signal?.reason)
      }
      const settle = () => signal?.removeEventListener('abort', onAbort)
      const job: Job = {
        request,
        name,
        resolve: (result) => {
          settle()
          resolve(result as SkillResults[Kind])
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      queue.push(job)
      next()
    })
  }

  return {
    async skills() {
      if (isClosed) throw new ReverieError('internal', 'The library is closed.')
      const at = slot ?? start()
      at.worker.ref()
      const recipes = await at.ready.promise
      if (at.job === null) at.worker.unref()
      next()
      return {
        distiller: {
          recipe: recipes.distiller,
          model: null,
          distilDocument: (document, call) => run<'document'>({ kind: 'document', document }, document.path, call),
          distilGroup: (group, call) => run<'group'>({ kind: 'group', group }, group.label, call),
        },
        generator: {
          recipe: recipes.generator,
          model: null,
          generate: (input, call) => run<'questions'>({ kind: 'questions', input }, input.document.path, call),
        },
        keyWriter: {
          recipe: recipes.keyWriter,
          model: null,
          write: (request, call) => run<'keys'>({ kind: 'keys', request }, request.question, call),
        },
      }
    },
    async close() {
      isClosed = true
      clearTimeout(idle)
      for (const job of queue.splice(0))
        job.reject(new ReverieError('internal', `The library was closed before ${job.name} was distilled.`))
      await slot?.worker.terminate()
    },
  }
}

function workerModule(): URL {
  return new URL(`./skill-worker${/\.[cm]?[jt]s$/.exec(import.meta.url)?.[0] ?? '.js'}`, import.meta.url)
}

function failed(name: string, reason: string): ReverieError {
  return new ReverieError('internal', `${name} could not be distilled: ${reason}.`, {
    hint: 'Exclude it with .reverieignore if it is not meant to be prepared from.',
  })
}
