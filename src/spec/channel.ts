import type { LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider'

/** By which way a call reaches its model: at once, at once when there is room, or with others within a day. */
export type ChannelKind = 'direct' | 'flex' | 'batch'

/**
 * A way to a model other than calling it at once. A call is known by the digest of the request that the provider's own
 * client makes of it, so that the same prompt has one digest whatever the channel.
 */
export interface ModelChannel {
  readonly kind: ChannelKind
  /**
   * The result where the provider has answered by now; `parked` where it was added to what is sent and the caller should
   * come back later. Rejects with `model-failed` where the provider answered with a failure.
   */
  generate(options: LanguageModelV4CallOptions): Promise<ChannelAnswer>
}

export type ChannelAnswer =
  | {
      readonly kind: 'answered'
      readonly result: LanguageModelV4GenerateResult /** Ledger row that was reserved for it, or null. */
      readonly ledger: string | null
    }
  | { readonly kind: 'parked'; readonly call: string }
