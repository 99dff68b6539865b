import type { LogisticModel } from '../../../src/cache/calibration/calibration.ts'
import { logisticProbability } from '../../../src/cache/calibration/score-logistic.ts'
import { leadsItsEvidence } from '../../../src/cache/features/leads-its-evidence.ts'
import type { MatchAsk } from '../match-ask.ts'
import { type CandidateFeatures, candidatesOf } from './candidate-features.ts'
import type { ScoredMatch } from './matcher.ts'

/** The candidate of an ask with the highest score. */
export function mostProbable(ask: MatchAsk, scoreOf: (candidate: CandidateFeatures) => number): ScoredMatch {
  let best: ScoredMatch = { entry: null, score: 0 }
  for (const candidate of candidatesOf(ask)) {
    const score = scoreOf(candidate)
    if (best.entry === null || score > best.score) best = { entry: candidate.entry, score }
  }
  return best
}

/** The probability at which a candidate is served without being judged, as the decision has it; 0 where it never is. */
export function servedUnjudged(model: LogisticModel): (candidate: CandidateFeatures) => number {
  return ({ features, isSameWording, isJudged }) => {
    if (isSameWording) return 1
    return leadsItsEvidence(features) && !isJudged ? logisticProbability(model, features) : 0
  }
}
