import type { LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider'

/** By which way a call reaches its model: at once, at once when there is room, or with others within a day. */
export type ChannelKind = 'direct' | 'flex' | 'batch'

/** A call without what only decides how it is carried out. */
export type ChannelCall = Omit<LanguageModelV4CallOptions, 'abortSignal' | 'headers'>

/**
 * A way to a model that answers later. A call is known by the digest of the request that the provider's own client makes of
 * it, so that the same prompt has one digest whatever the channel.
 */
export interface ModelChannel {
  /**
   * The result where the provider has answered by now; `parked` where it is with what is sent together and the caller should
   * come back later. `reserve` is called once for a call that is new: it resolves to its row of the ledger, or rejects with
   * `budget-refused`, and then nothing is kept. Rejects with `model-failed` where the provider refused the call for good.
   */
  generate(call: ChannelCall, reserve: () => Promise<string>): Promise<ChannelAnswer>
}

export type ChannelAnswer =
  | { readonly kind: 'answered'; readonly result: LanguageModelV4GenerateResult; readonly ledger: string }
  | { readonly kind: 'parked'; readonly call: string }

/** A request as the provider's own client made it: address without its host, and body, without headers. */
export interface CapturedCall {
  readonly path: string
  readonly body: string
  /** Features that the request asks for by a header of the provider, or empty. */
  readonly beta: string
}

/** One line of a batch: `id` is 1 to 64 letters, digits, `-` and `_`, and names the line in the batch's results. */
export interface BatchLine extends CapturedCall {
  readonly id: string
}

export interface SubmittedBatch {
  /** The provider's own id. */
  readonly reference: string
  /** When the provider gives up on what is not answered. */
  readonly expiresAt: number
}

export type BatchStatus =
  | { readonly kind: 'running'; readonly expiresAt: number }
  | {
      readonly kind: 'ended'
      readonly how: 'completed' | 'expired' | 'cancelled'
      /** Lines that the provider says it answered: so many must be among the results. */
      readonly answered: number
    }
  /** Nothing of it was run. `lines` are those at fault, counted from 0, where the provider says so. */
  | { readonly kind: 'failed'; readonly reason: string; readonly lines: readonly { readonly line: number; readonly reason: string }[] }

export type BatchResult =
  /** `response` is the body that the provider would have answered the call with directly. */
  | { readonly kind: 'answered'; readonly id: string; readonly response: string }
  | { readonly kind: 'failed'; readonly id: string; readonly reason: string; readonly isRetryable: boolean }
  | { readonly kind: 'expired' | 'cancelled'; readonly id: string; readonly reason: string }
  /** A line of results that cannot be read. */
  | { readonly kind: 'unreadable'; readonly reason: string }

/** What a provider needs to answer calls together. Failures of its server reject with the AI SDK's `APICallError`. */
export interface BatchProvider {
  /** Calls and bytes that one batch may hold. */
  readonly mostCalls: number
  readonly mostBytes: number
  /** Captures the request of a call; nothing is sent. */
  capture(call: ChannelCall): Promise<CapturedCall>
  /** What the provider's own client makes of a response to the call. */
  replay(call: ChannelCall, response: string): Promise<LanguageModelV4GenerateResult>
  /** Whatever must be there before the batch is made; costs nothing and may be repeated. Resolves to what `submit` is given. */
  stage(key: string, lines: readonly BatchLine[], signal?: AbortSignal): Promise<string>
  /** Makes the batch: from here on it costs. Never repeated by itself. */
  submit(key: string, staged: string, lines: readonly BatchLine[], signal?: AbortSignal): Promise<SubmittedBatch>
  /**
   * The batch made under a key, where it is not known whether it was made: `unknown` where that cannot be told yet. `notIn`
   * are references of batches known to be others.
   */
  find(search: BatchSearch, signal?: AbortSignal): Promise<SubmittedBatch | 'absent' | 'unknown'>
  status(reference: string, signal?: AbortSignal): Promise<BatchStatus>
  /** Results as they come; ends early, or rejects, where the download breaks off. */
  results(reference: string, signal?: AbortSignal): AsyncIterable<BatchResult>
  /** Removes what the provider keeps of a batch that was read. */
  discard(reference: string, signal?: AbortSignal): Promise<void>
}

export interface BatchSearch {
  readonly key: string
  readonly lines: readonly string[]
  /** When it may have been submitted, by our clock. */
  readonly since: number
  readonly notIn: ReadonlySet<string>
}

/** The ways to a model beside calling it at once. */
export interface ModelChannels {
  /** What is sent with each call for the provider's cheaper tier; absent where it has none. Rejects with `bad-config` where the model has not. */
  readonly flex?: () => Promise<Pick<LanguageModelV4CallOptions, 'providerOptions'>>
  /** Loads what batches need when one is first made; absent where the provider has none. */
  readonly batch?: () => Promise<BatchProvider>
}
