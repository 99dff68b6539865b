import type { ModelPrice } from '../spec/ledger.ts'

/** A dollar in micro-dollars: the integers money is reserved, settled and capped in. */
export const microsPerDollar = 1_000_000

export interface TokenUse {
  /** All prompt tokens, cached ones included. */
  readonly inputTokens: number
  readonly cachedTokens: number
  /** Reasoning included: it is charged as output. */
  readonly outputTokens: number
  /** Part of the output that was reasoning, where the provider says so. */
  readonly reasoningTokens?: number
}

/** What the tokens cost in whole micro-dollars, rounded up; null where the price is unknown. Dollars a million tokens are micro-dollars a token. */
export function microsOf(price: ModelPrice | null, use: TokenUse): number | null {
  if (price === null) return null
  const cached = Math.min(use.cachedTokens, use.inputTokens)
  const micros = (use.inputTokens - cached) * price.input + cached * (price.cachedInput ?? price.input) + use.outputTokens * price.output
  // A product such as 3 × 0.1 carries a binary remainder that must not round up to another micro-dollar.
  return Math.max(0, Math.ceil(micros - 1e-6))
}

export function dollarsOf(micros: number | null): number | null {
  return micros === null ? null : micros / microsPerDollar
}

export function microsFromDollars(usd: number): number {
  return Math.floor(usd * microsPerDollar + 1e-6)
}
