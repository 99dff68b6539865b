import type { Spend } from '../spec/answer.ts'

/** Adds spends (ledger totals are spends too); money is null as soon as one part of it is unknown. */
export function addSpends(spends: readonly Spend[]): Spend {
  let inputTokens = 0
  let outputTokens = 0
  let usd: number | null = 0
  for (const spend of spends) {
    inputTokens += spend.inputTokens
    outputTokens += spend.outputTokens
    usd = usd === null || spend.usd === null ? null : usd + spend.usd
  }
  return { inputTokens, outputTokens, usd }
}
