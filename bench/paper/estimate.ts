import { microsOf } from '../../src/ledger/money.ts'
import { tokenMargin } from '../../src/ledger/price-of.ts'
import { promptTokens } from '../../src/ledger/prompt-tokens.ts'
import type { ModelPrice } from '../../src/spec/ledger.ts'
import type { Problem } from './problem.ts'
import { type Level, sleepLevel, sleepPrompt, testPrompt } from './prompts.ts'

/** What a run would use: as expected, and at most. Dollars are null where the price is unknown. */
export interface Estimate {
  readonly calls: number
  readonly tokens: number
  readonly usd: number | null
  readonly mostTokens: number
  readonly mostUsd: number | null
}

/** Counts the prompts; answers are taken at what a level is expected to write, and at most what it may. */
export async function estimate(
  { name, price }: { readonly name: string; readonly price: ModelPrice | null },
  problems: readonly Problem[],
  levels: readonly Level[],
): Promise<Estimate> {
  let calls = 0
  const expected = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 }
  const most = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 }
  const add = (
    input: number,
    mostInput: number,
    { expectedTokens, maxOutputTokens }: Pick<Level, 'expectedTokens' | 'maxOutputTokens'>,
  ) => {
    calls += 1
    expected.inputTokens += input
    expected.outputTokens += expectedTokens
    most.inputTokens += Math.ceil(mostInput * tokenMargin(name))
    most.outputTokens += maxOutputTokens
  }
  for (const { context, question } of problems) {
    const sleeping = await promptTokens(sleepPrompt(context))
    add(sleeping, sleeping, sleepLevel)
    for (const level of levels) {
      const raw = await promptTokens(testPrompt(context, question, level))
      const bare = await promptTokens(testPrompt('', question, level))
      add(raw, raw, level)
      add(bare + sleepLevel.expectedTokens, bare + sleepLevel.maxOutputTokens, level)
    }
  }
  const dollars = (use: typeof expected) => {
    const micros = microsOf(price, use)
    return micros === null ? null : micros / 1_000_000
  }
  return {
    calls,
    tokens: expected.inputTokens + expected.outputTokens,
    usd: dollars(expected),
    mostTokens: most.inputTokens + most.outputTokens,
    mostUsd: dollars(most),
  }
}
