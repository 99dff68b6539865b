import type { PredictionArm } from '../../spec/predictor.ts'

/** What is believed of an arm before anything was seen of it. */
export interface Prior {
  /** Expected share of its predictions that are asked before they expire. */
  readonly mean: number
  /** Why it is that. */
  readonly reason: string
}

/**
 * Trials that a prior weighs: five times that many observations overrule it. Low, because what people ask differs
 * more between two scopes than between two predictors.
 */
export const priorStrength = 4

/**
 * Judged on 2026-11-23 from what each works from, not fitted: a prediction of something that was asked before is likelier to be
 * asked than one of something nobody asked yet, and one of a passage among thousands is the unlikeliest. Only their
 * order and rough size matter, and after some 20 trials neither does.
 */
export const predictorPriors: Readonly<Record<PredictionArm, Prior>> = {
  pinned: { mean: 0.5, reason: 'somebody wants it answered' },
  asked: { mean: 0.3, reason: 'it was asked before' },
  recurrence: { mean: 0.3, reason: 'it was asked more than once' },
  season: { mean: 0.25, reason: 'it was asked at this time before' },
  conversation: { mean: 0.2, reason: 'a conversation is open' },
  transitions: { mean: 0.2, reason: 'it followed on what was asked last' },
  misses: { mean: 0.15, reason: 'something near it was asked and not answered' },
  history: { mean: 0.15, reason: 'people asked it elsewhere' },
  changes: { mean: 0.1, reason: 'its document changed' },
  commits: { mean: 0.08, reason: 'its code changed' },
  distillates: { mean: 0.05, reason: 'a model found it worth asking' },
  model: { mean: 0.05, reason: 'a model found it worth asking' },
  corpus: { mean: 0.04, reason: 'it asks for the whole' },
  list: { mean: 0.03, reason: 'the documents list it' },
  structure: { mean: 0.03, reason: 'the documents state it' },
  recency: { mean: 0.15, reason: 'it was asked last' },
  frequency: { mean: 0.2, reason: 'it was asked most' },
  blind: { mean: 0.03, reason: 'drawn from what the documents state' },
}

/** Asks in a scope below which what it yields is not known: until then the priors are taken for more than they are. */
export const coldStartAsks = 20
