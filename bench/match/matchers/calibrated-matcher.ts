import type { LogisticModel } from '../../../src/cache/calibration/calibration.ts'
import { fitLogistic } from '../../../src/cache/calibration/fit-logistic.ts'
import { logisticProbability } from '../../../src/cache/calibration/score-logistic.ts'
import { featureNames } from '../../../src/cache/features/feature-names.ts'
import { seededRandom } from '../../../src/testing/seeded-random.ts'
import type { MatchAsk } from '../match-ask.ts'
import { mostCovering } from '../protocol/along-the-score.ts'
import { inFolds } from '../protocol/in-folds.ts'
import { candidatesOf, labelsOf } from './candidate-features.ts'
import type { FittedMatcher, Matcher, ScoredMatch } from './matcher.ts'

/** How far a fit may leave the cosine: chosen by what covers most of asks that a fit did not see. */
const strengths = [3, 30, 300, 3_000] as const
const precisions = [0.99, 0.98, 0.97] as const

/** Reverie's decision: a calibrated probability that the best candidate's answer answers the question. */
export const calibratedMatcher: Matcher = {
  name: 'reverie',
  learns: true,
  fit(train) {
    const base = cosineModel(train)
    const folds = inFolds(train, 3, seededRandom(7))
    let best: { readonly strength: number; readonly covered: number } = { strength: strengths[2], covered: -1 }
    for (const strength of strengths) {
      const heldOut = folds.flatMap(({ inside, outside }) => {
        const model = modelOf(outside, base, strength)
        return inside.map((ask) => {
          const { entry, score } = decided(ask, model)
          return { ask, entry, score, right: entry !== null && ask.right.includes(entry), answerable: ask.right.length > 0 }
        })
      })
      const covered = precisions.reduce((sum, precision) => {
        const serving = mostCovering(heldOut, precision)
        return sum + serving.hits - serving.wrong
      }, 0)
      if (covered > best.covered) best = { strength, covered }
    }
    const model = modelOf(train, base, best.strength)
    if (process.env.MATCH_DEBUG !== undefined) console.error('strength', best.strength)
    return { decide: (ask) => decided(ask, model) } satisfies FittedMatcher
  },
}

function decided(ask: MatchAsk, model: LogisticModel): ScoredMatch {
  let best: ScoredMatch = { entry: null, score: 0 }
  for (const { entry, features } of candidatesOf(ask)) {
    const score = logisticProbability(model, features)
    if (best.entry === null || score > best.score) best = { entry, score }
  }
  return best
}

const similarity = featureNames.indexOf('similarity')

/** What the similarity alone tells, every other feature at no weight: a fit departs from it where labels speak for it. */
function cosineModel(train: readonly MatchAsk[]): LogisticModel {
  const labels = labelsOf(train)
  const all = fitLogistic(labels, { strength: 1e6 })
  const alone = fitLogistic(
    labels.map((label) => ({ ...label, features: [label.features[similarity] ?? 0] })),
    { strength: 1 },
  )
  const [weight = 0] = alone.weights
  return {
    intercept: alone.intercept,
    weights: featureNames.map((_, at) => (at === similarity ? weight : 0)),
    means: all.means.map((mean, at) => (at === similarity ? (alone.means[0] ?? mean) : mean)),
    scales: all.scales.map((scale, at) => (at === similarity ? (alone.scales[0] ?? scale) : scale)),
  }
}

function modelOf(train: readonly MatchAsk[], prior: LogisticModel, strength: number): LogisticModel {
  return fitLogistic(labelsOf(train), { prior, strength })
}
