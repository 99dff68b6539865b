import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { RetryPolicy } from '../ledger/with-retries.ts'
import type { ModelChannels } from '../spec/channel.ts'
import type { ModelPrice } from '../spec/ledger.ts'
import type { Timer } from '../spec/timer.ts'

/** A model as Reverie is given it. */
export interface ModelOption {
  readonly name: string
  readonly model: LanguageModelV4
  readonly price?: ModelPrice | null
  readonly maxPromptTokens?: number
  readonly settings?: Pick<LanguageModelV4CallOptions, 'providerOptions' | 'reasoning'>
  /** A call that has not finished by then fails and is tried again. Default 120,000 ms. */
  readonly timeoutMs?: number
  /** How often and how soon a call that failed is tried again. */
  readonly retry?: Partial<RetryPolicy>
  /** How its calls wait: their time limits and the time before another try. Default: as the clock goes. */
  readonly timer?: Timer
  /** The cheaper ways to it that `channel` may name. */
  readonly channels?: ModelChannels
}
