import { chooseBar } from '../../../src/cache/calibration/learn-then-test.ts'
import { riskCurve } from '../../../src/cache/calibration/risk-curve.ts'
import { mostCovering } from './along-the-score.ts'
import type { Decided } from './decided.ts'

export const promise = 0.01
const confidence = 0.95

/**
 * How a bar is chosen on training asks. `seen`: the loosest at which at most 1 % of their hits were wrong. `certified`:
 * the loosest of which they show it with 95 % confidence (Learn-then-Test); needs some 300 hits without an error.
 */
export const barRules = {
  seen: (train: readonly Decided[]): number => mostCovering(train, 1 - promise).bar,
  certified: (train: readonly Decided[]): number => {
    const scored = train.flatMap((one) => (one.entry === null ? [] : [{ probability: one.score, same: one.right }]))
    return chooseBar(riskCurve(scored), promise, confidence)?.bar ?? Number.POSITIVE_INFINITY
  },
} as const

export type BarRule = keyof typeof barRules
