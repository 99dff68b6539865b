import { fitLogistic } from '../../../src/cache/calibration/fit-logistic.ts'
import { priorCalibration } from '../../../src/cache/calibration/prior.ts'
import { logisticProbability } from '../../../src/cache/calibration/score-logistic.ts'
import { leadsItsEvidence } from '../../../src/cache/features/leads-its-evidence.ts'
import { candidatesOf, labelsOf } from './candidate-features.ts'
import type { Matcher, ScoredMatch } from './matcher.ts'

/** What the prior is worth beside a scope's own labels, as a refit asleep has it. */
const strength = 300

/** Reverie's decision in a scope that has labels of its own: the shipped prior, shifted by what is fitted on. */
export const ownLabelsMatcher: Matcher = {
  name: 'reverie with own labels',
  learns: true,
  fit(train) {
    const model = fitLogistic(labelsOf(train), { prior: priorCalibration.model, strength })
    return {
      decide(ask) {
        let best: ScoredMatch = { entry: null, score: 0 }
        for (const { entry, features, isSameWording, isJudged } of candidatesOf(ask)) {
          const score = isSameWording ? 1 : leadsItsEvidence(features) && !isJudged ? logisticProbability(model, features) : 0
          if (best.entry === null || score > best.score) best = { entry, score }
        }
        return best
      },
    }
  },
}
