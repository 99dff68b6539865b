import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'
import type { FinishReason } from '../spec/ledger.ts'

/** What a scripted model answers one call with. */
export type ScriptedReply =
  | {
      readonly text: string
      readonly finishReason?: FinishReason
      /** Default: 10 in, 5 out; null reports no usage. */
      readonly usage?: { readonly inputTokens: number; readonly outputTokens: number } | null
    }
  | { readonly error: Error }
  /** Never answers; rejects once the call's signal aborts. */
  | { readonly silent: true }

/** Replies in the order of the calls, or one function that answers by the call. */
export type ModelScript = readonly ScriptedReply[] | ((options: LanguageModelV4CallOptions, index: number) => ScriptedReply | undefined)

export interface ScriptedModel extends LanguageModelV4 {
  /** Every call, in order, as it was received. */
  readonly calls: readonly LanguageModelV4CallOptions[]
}

/**
 * A model for tests: answers by the script, records what it was asked, and throws on any call the script does not know.
 * Streams give the text in pieces of 7 characters.
 */
export function createScriptedModel(script: ModelScript): ScriptedModel {
  const calls: LanguageModelV4CallOptions[] = []

  async function reply(options: LanguageModelV4CallOptions): Promise<Extract<ScriptedReply, { text: string }>> {
    const index = calls.push(options) - 1
    const next = typeof script === 'function' ? script(options, index) : script[index]
    if (next === undefined) throw new Error(`Unscripted call ${index + 1} of the scripted model: ${promptText(options).slice(0, 400)}`)
    if ('error' in next) throw next.error
    if ('silent' in next) return await untilAborted(options.abortSignal)
    return next
  }

  return {
    specificationVersion: 'v4',
    provider: 'scripted',
    modelId: 'model',
    supportedUrls: {},
    calls,
    async doGenerate(options) {
      const { text, finishReason = 'stop', usage } = await reply(options)
      return {
        content: text === '' ? [] : [{ type: 'text', text }],
        finishReason: { unified: finishReason, raw: finishReason },
        usage: usageOf(usage),
        warnings: [],
      }
    },
    async doStream(options) {
      const { text, finishReason = 'stop', usage } = await reply(options)
      const parts: LanguageModelV4StreamPart[] = [
        { type: 'stream-start', warnings: [] },
        { type: 'text-start', id: '1' },
        ...(text.match(/[\s\S]{1,7}/g) ?? []).map((delta) => ({ type: 'text-delta', id: '1', delta }) as const),
        { type: 'text-end', id: '1' },
        { type: 'finish', finishReason: { unified: finishReason, raw: finishReason }, usage: usageOf(usage) },
      ]
      return { stream: ReadableStream.from(parts) }
    },
  }
}

/** All text of a call's prompt, for scripts and assertions. */
export function promptText(options: Pick<LanguageModelV4CallOptions, 'prompt'>): string {
  return options.prompt
    .map((message) =>
      typeof message.content === 'string'
        ? message.content
        : message.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n'),
    )
    .join('\n\n')
}

function usageOf(
  usage: { readonly inputTokens: number; readonly outputTokens: number } | null = { inputTokens: 10, outputTokens: 5 },
): LanguageModelV4Usage {
  return {
    inputTokens: { total: usage?.inputTokens, noCache: usage?.inputTokens, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: usage?.outputTokens, text: usage?.outputTokens, reasoning: undefined },
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
