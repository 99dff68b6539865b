import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'
import { ReverieError } from '../spec/errors.ts'
import type { FinishReason } from '../spec/ledger.ts'

export interface CollectedStream {
  readonly text: string
  readonly usage: LanguageModelV4Usage
  readonly finishReason: FinishReason
}

/** Reads a model's stream to its end, passing text on as it comes. Throws what the stream reports, or when it ends without a finish. */
export async function collectStream(
  model: string,
  stream: ReadableStream<LanguageModelV4StreamPart>,
  signal: AbortSignal | undefined,
  onText: (delta: string) => void,
): Promise<CollectedStream> {
  const reader = stream.getReader()
  const cancel = () => void reader.cancel(signal?.reason).catch(() => undefined)
  signal?.addEventListener('abort', cancel, { once: true })
  let text = ''
  let finish: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | null = null
  let failure: unknown = null
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const part = next.value
      if (signal?.aborted) throw signal.reason
      if (part.type === 'error') failure ??= part.error ?? 'unknown error'
      else if (part.type === 'finish') finish = part
      else if (part.type === 'text-delta' && part.delta !== '') {
        text += part.delta
        onText(part.delta)
      }
    }
  } finally {
    signal?.removeEventListener('abort', cancel)
    reader.releaseLock()
  }
  if (failure !== null) throw failure instanceof Error ? failure : cut(model, describe(failure))
  if (finish === null || finish.finishReason.unified === 'interrupted') throw cut(model, 'the stream ended before the answer did')
  return { text, usage: finish.usage, finishReason: finish.finishReason.unified }
}

function cut(model: string, what: string): ReverieError {
  return new ReverieError('model-failed', `${model} failed: ${what}`, { isRetryable: true })
}

function describe(failure: unknown): string {
  if (typeof failure === 'object' && failure !== null && 'message' in failure) return String(failure.message)
  return String(failure)
}
