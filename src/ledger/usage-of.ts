import type { LanguageModelV4Usage } from '@ai-sdk/provider'
import type { TokenUse } from './money.ts'

/** What a provider says a call used, or null where it does not say: then the call counts as its worst case. */
export function usageOf(usage: LanguageModelV4Usage | null): TokenUse | null {
  const inputTokens = usage?.inputTokens.total
  const outputTokens = usage?.outputTokens.total
  if (inputTokens === undefined || outputTokens === undefined || usage === null) return null
  if (inputTokens === 0 && outputTokens === 0) return null
  const reasoningTokens = Math.min(usage.outputTokens.reasoning ?? 0, outputTokens)
  return { inputTokens, outputTokens, cachedTokens: usage.inputTokens.cacheRead ?? 0, reasoningTokens }
}
