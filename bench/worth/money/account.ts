import type { ModelPrice } from '../../../src/spec/ledger.ts'
import type { AskOutcome } from './ask-outcome.ts'

/** What a model call is taken to last: a constant, a little for each prompt token, more for each written one. */
export const simulatedLatency = { callMs: 500, inputTokenMs: 0.05, cachedTokenMs: 0.005, outputTokenMs: 10, hitMs: 5 } as const

export interface SleepUse {
  readonly sleepInput: number
  readonly sleepOutput: number
  readonly sleepUsd: number
}

export const noSleep: SleepUse = { sleepInput: 0, sleepOutput: 0, sleepUsd: 0 }

/** One way of answering a stream, added up. */
export interface Account {
  readonly asks: number
  readonly hits: number
  readonly testTokens: number
  readonly sleepTokens: number
  readonly totalTokens: number
  /** US dollars: of the asks, of sleeping. */
  readonly testUsd: number
  readonly sleepUsd: number
  /** Simulated milliseconds an ask: mean and 95th percentile. */
  readonly meanMs: number
  readonly p95Ms: number
  /** Of the asks whose gold tells. */
  readonly judged: number
  readonly right: number
  /** Hits that gold says are wrong, and of those the ones that live answered right. */
  readonly wrongHits: number
  readonly lostHits: number
  readonly judgedHits: number
  /** Hits that gold says are right where live was wrong. */
  readonly wonHits: number
}

export function accountOf(
  outcomes: readonly AskOutcome[],
  live: readonly AskOutcome[],
  { price, sleep = noSleep }: { readonly price: ModelPrice; readonly sleep?: SleepUse },
): Account {
  const latencies = outcomes.map(latencyOf).toSorted((one, other) => one - other)
  const hits = outcomes.flatMap((outcome, at) => (outcome.isHit ? [{ outcome, live: live[at] }] : []))
  const wrong = hits.filter(({ outcome }) => outcome.isRight === false)
  const judged = outcomes.filter(({ isRight }) => isRight !== null)
  const testTokens = sum(outcomes, ({ inputTokens, outputTokens }) => inputTokens + outputTokens)
  const sleepTokens = sleep.sleepInput + sleep.sleepOutput
  return {
    asks: outcomes.length,
    hits: hits.length,
    testTokens,
    sleepTokens,
    totalTokens: testTokens + sleepTokens,
    testUsd: sum(outcomes, (outcome) => usdOf(outcome, price)),
    sleepUsd: sleep.sleepUsd,
    meanMs: latencies.length === 0 ? 0 : sum(latencies, (ms) => ms) / latencies.length,
    p95Ms: latencies[Math.floor(0.95 * (latencies.length - 1))] ?? 0,
    judged: judged.length,
    right: judged.filter(({ isRight }) => isRight).length,
    wrongHits: wrong.length,
    lostHits: wrong.filter((one) => one.live?.isRight === true).length,
    judgedHits: hits.filter(({ outcome }) => outcome.isRight !== null).length,
    wonHits: hits.filter((one) => one.outcome.isRight === true && one.live?.isRight === false).length,
  }
}

/**
 * Asks after which sleeping has paid for itself: the first from which on what was spent, nights before it included, stays
 * at or below live's. Here by the whole: sleeping's cost over what it saved an ask. Null where it saved nothing.
 */
export function breakEvenAsks(account: Account, live: Account): number | null {
  const savedAnAsk = (live.testUsd - account.testUsd) / Math.max(1, account.asks)
  if (account.sleepUsd === 0) return 0
  return savedAnAsk <= 0 ? null : Math.ceil(account.sleepUsd / savedAnAsk)
}

function usdOf({ inputTokens, cachedTokens, outputTokens }: AskOutcome, price: ModelPrice): number {
  const input = (inputTokens - cachedTokens) * price.input + cachedTokens * (price.cachedInput ?? price.input)
  return (input + outputTokens * price.output) / 1_000_000
}

function latencyOf({ isHit, inputTokens, cachedTokens, outputTokens }: AskOutcome): number {
  const { callMs, inputTokenMs, cachedTokenMs, outputTokenMs, hitMs } = simulatedLatency
  if (inputTokens === 0 && outputTokens === 0) return isHit ? hitMs : hitMs * 2
  return hitMs + callMs + (inputTokens - cachedTokens) * inputTokenMs + cachedTokens * cachedTokenMs + outputTokens * outputTokenMs
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
