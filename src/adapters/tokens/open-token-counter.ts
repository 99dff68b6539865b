import { Worker } from 'node:worker_threads'
import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { ReverieError } from '../../spec/errors.ts'
import type { TokenReply, TokenRequest } from './token-worker.ts'

/** Counts prompts on a thread of its own: loading the encoding takes a third of a second and 75 MB. */
export interface PromptTokenCounter {
  /** Tokens of a prompt; counted, not spent. Throws `internal` where the worker fails or is closed. */
  count(prompt: LanguageModelV4Prompt): Promise<number>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (tokens: number) => void
  readonly reject: (error: ReverieError) => void
}

/**
 * Opens a counter; its worker starts with the first prompt and keeps the process alive only while something is counted.
 * `module` is the module that counts: it exports `promptTokens`.
 */
export function openTokenCounter({ module }: { readonly module: URL }): PromptTokenCounter {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let nextId = 1
  let isClosed = false

  function start(): Worker {
    // Compiled it stands beside its own `.js`, in a checkout beside its `.ts`.
    const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const started = new Worker(new URL(`./token-worker.${ending}`, import.meta.url), { workerData: module.href, execArgv: [] })
    const lose = (reason: string) => {
      if (worker === started) worker = null
      else if (worker !== null) return
      for (const { reject } of waiting.values()) reject(failed(reason))
      waiting.clear()
    }
    started.on('message', (reply: TokenReply) => {
      const one = waiting.get(reply.id)
      waiting.delete(reply.id)
      if (waiting.size === 0) started.unref()
      if (reply.kind === 'counted') one?.resolve(reply.tokens)
      else one?.reject(failed(reply.message))
    })
    started.on('error', (error) => lose(error instanceof Error ? error.message : String(error)))
    started.on('exit', () => lose(isClosed ? 'the counter was closed' : 'its worker ended'))
    return started
  }

  return {
    count(prompt) {
      if (isClosed) return Promise.reject(failed('the counter is closed'))
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      const id = nextId++
      waiting.set(id, { resolve, reject })
      worker ??= start()
      worker.ref()
      worker.postMessage({ id, prompt } satisfies TokenRequest)
      return promise
    },
    async close() {
      isClosed = true
      await worker?.terminate()
    },
  }
}

function failed(reason: string): ReverieError {
  return new ReverieError('internal', `Prompt tokens could not be counted: ${reason}.`)
}
