import type { LanguageModelV4CallOptions, LanguageModelV4FinishReason, LanguageModelV4GenerateResult } from '@ai-sdk/provider'
import type { Spend } from './answer.ts'
import type { ScopeId } from './ids.ts'

/** What a model call is for; the ledger adds up by it. */
export type Purpose = 'distil' | 'predict' | 'pre-answer' | 'verify' | 'ask' | 'rewrite' | 'shadow' | 'adapt' | 'bench'

/** Who is spending: every call names it. */
export interface SpendContext {
  readonly scope: ScopeId
  /** The sleep run or ask that caused the call. */
  readonly cause: string
  readonly side: 'sleep' | 'ask'
  readonly purpose: Purpose
}

/** Hard caps of one side; null is no cap. */
export interface SpendCaps {
  readonly tokens: number | null
  readonly usd: number | null
}

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number
  readonly output: number
  /** Prompt tokens read from the provider's cache; `input` where absent. */
  readonly cachedInput?: number
  /** What the price is multiplied by when sent in a batch, or by the provider's flex tier; absent: not offered. */
  readonly batchFactor?: number
  readonly flexFactor?: number
}

/** Why a model stopped. `length` is an answer cut at `maxOutputTokens`. */
export type FinishReason = LanguageModelV4FinishReason['unified']

/**
 * The only way to call a language model: reserves the worst case (counted prompt tokens plus `maxOutputTokens`) against
 * the caps, calls, settles the actual usage. Throws `budget-refused` before anything is sent when the reservation does not fit.
 */
export interface MeteredModel {
  /** `provider/model`. */
  readonly name: string
  /** Context window left for a prompt, in tokens, as configured. */
  readonly maxPromptTokens: number
  generate(
    options: LanguageModelV4CallOptions & { readonly maxOutputTokens: number },
    context: SpendContext,
  ): Promise<{ readonly result: LanguageModelV4GenerateResult; readonly text: string; readonly spend: Spend }>
  /** Streams text; resolves with the whole. */
  stream(
    options: LanguageModelV4CallOptions & { readonly maxOutputTokens: number },
    context: SpendContext,
    onText: (delta: string) => void,
  ): Promise<{ readonly text: string; readonly finishReason: FinishReason; readonly spend: Spend }>
}

export const noSpend: Spend = { inputTokens: 0, outputTokens: 0, usd: 0 }
