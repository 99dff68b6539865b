import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { ModelChannel } from '../../spec/channel.ts'
import type { Purpose, SpendContext } from '../../spec/ledger.ts'

/** How a metered model sends what can wait. */
export type MeterChannel =
  | { readonly kind: 'flex'; readonly settings: Pick<LanguageModelV4CallOptions, 'providerOptions'> }
  | { readonly kind: 'batch'; readonly channel: ModelChannel }

/** Somebody waits for the others, or measures them. */
const waiting: ReadonlySet<Purpose> = new Set(['distil', 'predict', 'pre-answer', 'verify', 'shadow'])

/** Whether a call may be answered later: never where somebody asked. */
export function waits({ side, purpose }: SpendContext): boolean {
  return side === 'sleep' && waiting.has(purpose)
}
