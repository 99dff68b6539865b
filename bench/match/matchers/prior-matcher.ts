import { barFor } from '../../../src/cache/calibration/bar-for.ts'
import { priorCalibration } from '../../../src/cache/calibration/prior.ts'
import type { Matcher } from './matcher.ts'
import { mostProbable, servedUnjudged } from './most-probable.ts'

/** The bar of the default promise. */
export const shippedBar = barFor(priorCalibration, 0.01)

const score = servedUnjudged(priorCalibration.model)

/** Reverie's decision as it ships, before a scope has labels of its own: nothing of what is measured is fitted on. */
export const priorMatcher: Matcher = {
  name: 'reverie as shipped',
  learns: false,
  bars: shippedBar === null ? [] : [shippedBar],
  fit: () => ({ decide: (ask) => mostProbable(ask, score) }),
}
