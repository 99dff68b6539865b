/** Where labels come from. `public`, `feedback` and `shadow` are real and may certify; `verifier` and `synthetic` only fit. */
export const labelSources = ['public', 'feedback', 'shadow', 'verifier', 'synthetic'] as const

export type LabelSource = (typeof labelSources)[number]

/** A match as the decision is fitted on it: what was seen, and whether the answer answers the question. */
export interface MatchLabel {
  /** In the order of `featureNames`. */
  readonly features: readonly number[]
  readonly same: boolean
  readonly source: LabelSource
  /** Labels of one group (an entry and everything asked of it) are never split between fitting and holding out. */
  readonly group: string
}

/** Probability = map(sigmoid(intercept + Σ weight·(feature − mean)/scale)). */
export interface LogisticModel {
  readonly intercept: number
  readonly weights: readonly number[]
  readonly means: readonly number[]
  readonly scales: readonly number[]
}

/** Held-out matches at or above a probability, and how many of them are wrong. */
export interface RiskPoint {
  readonly probability: number
  readonly hits: number
  readonly wrong: number
  /** The hits by source of their labels, where that is known. */
  readonly bySource?: Readonly<Partial<Record<LabelSource, number>>>
}

/** What the match decision goes by: one fit, its bars and what they rest on. */
export interface Calibration {
  /** 0 is the prior that ships; every fit of a scope is one more. */
  readonly version: number
  /** Version of the features it was fitted on; another's are never scored with it. */
  readonly features: string
  readonly model: LogisticModel
  /** Strictest first: real labels, each scored by a fit that did not see its group. Bars are chosen along it. */
  readonly risk: readonly RiskPoint[]
  /** Labels fitted on, by source. */
  readonly labels: Readonly<Record<LabelSource, number>>
  /** The scope's own real labels along the same bars; certifies where it holds. */
  readonly own: readonly RiskPoint[]
  readonly fittedAt: number
}
