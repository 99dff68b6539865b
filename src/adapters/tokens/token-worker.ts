import { parentPort, workerData } from 'node:worker_threads'
import type { LanguageModelV4Prompt } from '@ai-sdk/provider'

/** To the worker: a prompt to count. */
export interface TokenRequest {
  readonly id: number
  readonly prompt: LanguageModelV4Prompt
}

/** From the worker: its tokens, or why it could not count. */
export type TokenReply =
  | { readonly id: number; readonly kind: 'counted'; readonly tokens: number }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string }

/** What the module named by the worker's data gives. */
interface CountingModule {
  promptTokens(prompt: LanguageModelV4Prompt): Promise<number>
}

const counting = import(String(workerData)) as Promise<CountingModule>
// Told to each request; until one comes a failure must not end the worker.
counting.catch(() => {})

parentPort?.on('message', async ({ id, prompt }: TokenRequest) => {
  try {
    const { promptTokens } = await counting
    reply({ id, kind: 'counted', tokens: await promptTokens(prompt) })
  } catch (error) {
    reply({ id, kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
})

function reply(message: TokenReply): void {
  parentPort?.postMessage(message)
}
