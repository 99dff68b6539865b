import { barFor } from '../../../src/cache/calibration/bar-for.ts'
import { priorCalibration } from '../../../src/cache/calibration/prior.ts'
import { logisticProbability } from '../../../src/cache/calibration/score-logistic.ts'
import { leadsItsEvidence } from '../../../src/cache/features/leads-its-evidence.ts'
import { candidatesOf } from './candidate-features.ts'
import type { Matcher, ScoredMatch } from './matcher.ts'

/** The bar of the default promise. */
export const shippedBar = barFor(priorCalibration, 0.01)

/** Reverie's decision as it ships, before a scope has labels of its own: nothing of what is measured is fitted on. */
export const priorMatcher: Matcher = {
  name: 'reverie as shipped',
  learns: false,
  bars: shippedBar === null ? [] : [shippedBar],
  fit: () => ({
    decide(ask) {
      let best: ScoredMatch = { entry: null, score: 0 }
      for (const { entry, features, isSameWording, isJudged } of candidatesOf(ask)) {
        const score = isSameWording
          ? 1
          : leadsItsEvidence(features) && !isJudged
            ? logisticProbability(priorCalibration.model, features)
            : 0
        if (best.entry === null || score > best.score) best = { entry, score }
      }
      return best
    },
  }),
}
