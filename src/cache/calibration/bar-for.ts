import type { Calibration, RiskPoint } from './calibration.ts'
import { lowerBound } from './clopper-pearson.ts'
import { barsThatHold } from './learn-then-test.ts'

const defaultConfidence = 0.95
/** Complaints come alone, praise does not: a few of them are no sample of the hits. */
const ownHitsToRefute = 20

/**
 * The least probability at which a match may be served under a promise, or null where none holds it and nothing may be.
 *
 * It is the loosest bar that the pooled real labels show to hold and that the scope's own ones, once there are enough of
 * them, do not refute: a prior from elsewhere, however large, does not talk down what went wrong here. A tighter promise
 * never gives a lower bar. Takes about a millisecond: keep it by calibration and promise.
 *
 * @param maxWrongHits largest share of hits that may be wrong, in [0, 1]; at 0 nothing holds.
 */
export function barFor(calibration: Calibration, maxWrongHits: number, confidence: number = defaultConfidence): number | null {
  const { risk, own } = calibration
  const isRefuted = ({ probability }: RiskPoint) => {
    const here = own.findLast((point) => point.probability >= probability)
    if (here === undefined || here.hits < ownHitsToRefute) return false
    return lowerBound(here.wrong, here.hits, confidence) > maxWrongHits
  }
  return barsThatHold(risk, maxWrongHits, confidence).findLast((point) => !isRefuted(point))?.probability ?? null
}
