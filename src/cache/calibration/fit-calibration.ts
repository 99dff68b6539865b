import { ReverieError } from '../../spec/errors.ts'
import { type Calibration, type LabelSource, type LogisticModel, labelSources, type MatchLabel, type RiskPoint } from './calibration.ts'
import { crossFit, realSources } from './cross-fit.ts'
import { fitLogistic } from './fit-logistic.ts'
import { riskAlong, riskCurve } from './risk-curve.ts'
import { logisticProbability } from './score-logistic.ts'

export interface FitCalibrationOptions {
  /**
   * The prior that ships, version 0: never a fit of the same labels, which would count them twice.
   */
  readonly prior: Calibration
  /** The scope's own, of any source. */
  readonly labels: readonly MatchLabel[]
  /** Version of the features that the labels hold. */
  readonly features: string
  /** Of the fit to be made: one above the last one of the scope. */
  readonly version: number
  readonly fittedAt: number
  /** How many labels the prior is worth to the model. */
  readonly strength?: number
  readonly folds?: number
}

const defaultStrength = 300
const defaultFolds = 5
const ownSources: ReadonlySet<LabelSource> = new Set<LabelSource>(['feedback', 'shadow'])
/** The bar rests on real labels that the prior scored: a fit far from it would serve what they never showed to be right. */
const mostNotReal = 0.25
/** So small that the prior hardly holds the intercept that made-up labels have of their own. */
const ownInterceptScale = 0.05
/** A model's word counts half of a person's, a question made up a quarter. */
const weightOfSource: Readonly<Record<LabelSource, number>> = { public: 1, feedback: 1, shadow: 1, verifier: 0.5, synthetic: 0.25 }

/**
 * The prior shifted to a scope's own labels. All of them fit, but those that are not real weigh less, together no more than
 * a quarter of the prior and the real ones, and never raise every match alike. The risk along the bars is the prior's,
 * counted on its own grid, with the scope's real labels added as a fit that did not see their group scores them: synthetic
 * and verifier's labels never move a count that certifies.
 *
 * @returns the prior's model and risk under the new version where there are no labels.
 * @throws ReverieError `bad-argument` where prior and labels hold different versions of the features.
 */
export function fitCalibration(options: FitCalibrationOptions): Calibration {
  const { prior, labels, features, version, fittedAt, strength = defaultStrength, folds = defaultFolds } = options
  if (features !== prior.features)
    throw new ReverieError('bad-argument', `labels of features ${features} cannot shift a prior on ${prior.features}`, {
      hint: 'Fit a prior on this version of the features first.',
    })
  const fitTo = (some: readonly MatchLabel[]) => fitAround(prior.model, some, strength)
  const scored = crossFit(labels, folds, (some) => {
    const model = fitTo(some)
    return (one) => logisticProbability(model, one)
  })
  const risk = prior.risk.length === 0 ? riskCurve(scored) : pooledRisk(prior.risk, scored)
  const own = scored.filter(({ source }) => ownSources.has(source))
  return {
    version,
    features,
    model: fitTo(labels),
    risk,
    labels: labelCounts(prior.labels, labels),
    own: own.length === 0 ? [] : riskAlong(thresholdsOf(risk), own),
    fittedAt,
  }
}

/**
 * Labels that are not real have an intercept of their own, which is dropped: how many of them are the same is how many of each
 * were made, and says nothing of how often a match is right. What they teach is what tells the two apart, as cases and
 * controls do that are sampled apart (Prentice and Pyke 1979, Biometrika 66:403).
 */
function fitAround(prior: LogisticModel, labels: readonly MatchLabel[], strength: number): LogisticModel {
  const weightOf = weighing(labels, strength)
  if (labels.every(({ source }) => realSources.has(source))) return fitLogistic(labels, { prior, strength, weightOf })
  const { intercept, weights, means, scales } = fitLogistic(
    labels.map((label) => ({ ...label, features: [...label.features, realSources.has(label.source) ? 0 : 1] })),
    {
      prior: {
        intercept: prior.intercept,
        weights: [...prior.weights, 0],
        means: [...prior.means, 0],
        scales: [...prior.scales, ownInterceptScale],
      },
      strength,
      weightOf,
    },
  )
  const width = prior.weights.length
  return { intercept, weights: weights.slice(0, width), means: means.slice(0, width), scales: scales.slice(0, width) }
}

/** Weights by source, with those that are not real scaled down to a share of what the prior and the real ones weigh. */
function weighing(labels: readonly MatchLabel[], strength: number): (label: MatchLabel) => number {
  let real = 0
  let other = 0
  for (const { source } of labels) {
    if (realSources.has(source)) real += weightOfSource[source]
    else other += weightOfSource[source]
  }
  const scale = Math.min(1, (mostNotReal * (strength + real)) / Math.max(other, Number.MIN_VALUE))
  return ({ source }) => weightOfSource[source] * (realSources.has(source) ? 1 : scale)
}

function pooledRisk(prior: readonly RiskPoint[], scored: Parameters<typeof riskAlong>[1]): readonly RiskPoint[] {
  const added = riskAlong(thresholdsOf(prior), scored)
  return prior.map((point, at) => {
    const { hits = 0, wrong = 0, bySource = {} } = added[at] ?? {}
    const before = point.bySource ?? { public: point.hits }
    const together = labelSources.flatMap((source) => {
      const count = (before[source] ?? 0) + (bySource[source] ?? 0)
      return count === 0 ? [] : [[source, count] as const]
    })
    return {
      probability: point.probability,
      hits: point.hits + hits,
      wrong: point.wrong + wrong,
      bySource: Object.fromEntries(together),
    }
  })
}

function thresholdsOf(risk: readonly RiskPoint[]): readonly number[] {
  return risk.map(({ probability }) => probability)
}

function labelCounts(before: Calibration['labels'], labels: readonly MatchLabel[]): Calibration['labels'] {
  const counts = { ...before }
  for (const { source } of labels) counts[source]++
  return counts
}
