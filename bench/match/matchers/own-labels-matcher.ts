import { fitLogistic } from '../../../src/cache/calibration/fit-logistic.ts'
import { priorCalibration } from '../../../src/cache/calibration/prior.ts'
import { labelsOf } from './candidate-features.ts'
import type { Matcher } from './matcher.ts'
import { mostProbable, servedUnjudged } from './most-probable.ts'

/** What the prior is worth beside a scope's own labels, as a refit asleep has it. */
const strength = 300

/** Reverie's decision in a scope that has labels of its own: the shipped prior, shifted by what is fitted on. */
export const ownLabelsMatcher: Matcher = {
  name: 'reverie with own labels',
  learns: true,
  fit(train) {
    const score = servedUnjudged(fitLogistic(labelsOf(train), { prior: priorCalibration.model, strength }))
    return { decide: (ask) => mostProbable(ask, score) }
  },
}
