import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** How a prepared answer did against a live one. */
export type PairOutcome = 'worse' | 'better' | 'even'

/** Pairs of a prepared and a live answer to one question that were judged. */
export interface EffortCounts {
  readonly checked: number
  /** Of these, pairs where the prepared one was worse, or better; the rest were even. */
  readonly worse: number
  readonly better: number
}

/** Chance of withdrawing what is as good as live, whenever and however often one looks. */
const falseWithdrawal = 0.05
/** Least that is worth remaking everything for: worse in one pair of ten more than better. */
const leastExcess = 0.1

/**
 * Evidence against "prepared answers are worse no more often than better", as an e-value: 1 where nothing speaks against
 * it. Testing by betting: each decided pair is betted on with every rate above one half at once, all equally (the
 * mixture of Robbins 1970; Ramdas et al. 2023, arXiv 2210.01948). While the statement holds, the chance that this ever reaches
 * 1/α is at most α, however often it is looked at (Ville's inequality): so it may be looked at after every pair, which a test of fixed size
 * may not. The mixture has a closed form in the two counts, so nothing but them is kept.
 */
export function evidenceOfWorse({ worse, better }: EffortCounts): number {
  const { lbeta, incbet } = require('cephes') as typeof import('cephes', { with: { 'resolution-mode': 'require' }})
  const above = incbet(better + 1, worse + 1, 0.5)
  return Math.exp((worse + better + 1) * Math.LN2 + lbeta(worse + 1, better + 1)) * above
}

/** Whether prepared answers made so are taken to be worse than live ones. */
export function areWorse(counts: EffortCounts): boolean {
  if (counts.worse - counts.better < leastExcess * counts.checked) return false
  return evidenceOfWorse(counts) >= 1 / falseWithdrawal
}
