import type { LogisticModel } from '../../../src/cache/calibration/calibration.ts'
import { fitLogistic } from '../../../src/cache/calibration/fit-logistic.ts'
import { logisticProbability } from '../../../src/cache/calibration/score-logistic.ts'
import { featureNames } from '../../../src/cache/features/feature-names.ts'
import { seededRandom } from '../../../src/testing/seeded-random.ts'
import type { MatchAsk } from '../match-ask.ts'
import { mostCovering } from '../protocol/along-the-score.ts'
import { inFolds } from '../protocol/in-folds.ts'
import { labelsOf } from './candidate-features.ts'
import type { FittedMatcher, Matcher, ScoredMatch } from './matcher.ts'
import { mostProbable } from './most-probable.ts'
import { withoutEffect } from './without-effect.ts'

/** What a fit starts from and how many labels that is worth: chosen by what covers most of asks that a fit did not see. */
const starts = [
  { from: 'no effect', strength: 60 },
  { from: 'cosine', strength: 300 },
  { from: 'cosine', strength: 3_000 },
] as const
type Start = (typeof starts)[number]
const precisions = [0.99, 0.98, 0.97] as const

/** Reverie's decision fitted on labels of the set's own: the probability that the best candidate's answer answers the question. */
export const calibratedMatcher: Matcher = {
  name: 'reverie',
  learns: true,
  fit(train) {
    const folds = inFolds(train, 2, seededRandom(7))
    const covered = (start: Start) => {
      const heldOut = folds.flatMap(({ inside, outside }) => {
        const model = modelOf(outside, start)
        return inside.map((ask) => {
          const { entry, score } = decided(ask, model)
          return { ask, entry, score, right: entry !== null && ask.right.includes(entry), answerable: ask.right.length > 0 }
        })
      })
      return precisions.reduce((sum, precision) => {
        const { hits, wrong } = mostCovering(heldOut, precision)
        return sum + hits - wrong
      }, 0)
    }
    const [best] = starts.map((start) => ({ start, covered: covered(start) })).toSorted((a, b) => b.covered - a.covered)
    return fittedFrom(train, best?.start ?? starts[0])
  },
}

function fittedFrom(train: readonly MatchAsk[], start: Start): FittedMatcher {
  const model = modelOf(train, start)
  return { decide: (ask) => decided(ask, model), refit: (others) => fittedFrom(others, start) }
}

function decided(ask: MatchAsk, model: LogisticModel): ScoredMatch {
  return mostProbable(ask, ({ features }) => logisticProbability(model, features))
}

function modelOf(train: readonly MatchAsk[], { from, strength }: Start): LogisticModel {
  const prior = from === 'cosine' ? cosineModel(train) : withoutEffect(labelsOf(train))
  return fitLogistic(labelsOf(train), { prior, strength })
}

const similarity = featureNames.indexOf('similarity')

/** What the similarity alone tells, every other feature at no weight: a fit departs from it where labels speak for it. */
function cosineModel(train: readonly MatchAsk[]): LogisticModel {
  const labels = labelsOf(train).map((label) => ({ ...label, features: [label.features[similarity] ?? 0] }))
  const alone = fitLogistic(labels, { strength: 1 })
  const scaled = withoutEffect(labelsOf(train))
  const at = <Value>(values: readonly Value[], own: readonly Value[]): readonly Value[] =>
    values.map((value, index) => (index === similarity ? (own[0] ?? value) : value))
  return {
    intercept: alone.intercept,
    weights: at(scaled.weights, alone.weights),
    means: at(scaled.means, alone.means),
    scales: at(scaled.scales, alone.scales),
  }
}
