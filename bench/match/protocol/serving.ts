import type { Decided } from './decided.ts'

/** What a bar does to asks. */
export interface Serving {
  /** Score from which a candidate is served; infinite where nothing is. */
  readonly bar: number
  readonly asks: number
  readonly answerable: number
  readonly hits: number
  readonly wrong: number
  /** Hits among what nothing answers. */
  readonly foreignHits: number
}

/** What a bar serves of these asks. */
export function servedAt(decided: readonly Decided[], bar: number): Serving {
  const served = decided.filter((one) => one.entry !== null && one.score >= bar)
  return {
    bar,
    asks: decided.length,
    answerable: decided.filter((one) => one.answerable).length,
    hits: served.length,
    wrong: served.filter((one) => !one.right).length,
    foreignHits: served.filter((one) => !one.answerable).length,
  }
}

/** Right hits among the answerable. */
export function coverageOf({ answerable, hits, wrong }: Serving): number {
  return answerable === 0 ? 0 : (hits - wrong) / answerable
}

/** Right hits among hits; null without hits. */
export function precisionOf({ hits, wrong }: Serving): number | null {
  return hits === 0 ? null : (hits - wrong) / hits
}

/** Several servings as one; the bar is that of none. */
export function sumOf(servings: readonly Serving[]): Serving {
  const sum = (of: (serving: Serving) => number) => servings.reduce((total, serving) => total + of(serving), 0)
  return {
    bar: Number.NaN,
    asks: sum((one) => one.asks),
    answerable: sum((one) => one.answerable),
    hits: sum((one) => one.hits),
    wrong: sum((one) => one.wrong),
    foreignHits: sum((one) => one.foreignHits),
  }
}
