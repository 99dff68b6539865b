import type { LabelSource } from '../../cache/calibration/calibration.ts'
import type { Certificate } from '../../cache/calibration/certificate.ts'
import type { KeyKind } from '../../spec/key-kind.ts'

/** A prepared answer that an ask weighed, as the decision saw it. */
export interface CandidateView {
  readonly entry: string
  readonly preparedFor: string
  /** Cosine to the nearest of its keys. */
  readonly similarity: number
  /** How far the best differently answered neighbour stays behind; null where there is none. */
  readonly margin: number | null
  /** That it is the right answer, by the calibration; null where none was asked, as for the same words. */
  readonly probability: number | null
  /** Least probability it was served with. */
  readonly bar: number | null
  readonly guards: readonly { readonly guard: string; readonly saw: string; readonly resolved: boolean }[]
  /** The verifier's verdict in words; null where it was not asked. */
  readonly verdict: string | null
  /** What its sources said against it when it was asked, or null. */
  readonly freshness: string | null
  /** How the prepared answer stands now. */
  readonly state: 'fresh' | 'suspect' | 'stale' | 'dormant' | 'gone'
  readonly isServed: boolean
  /** Somebody called it wrong for this question, or a shadow check did: it is never served to it again. */
  readonly isBlocked: boolean
  readonly outcome: string
  /** Each feature's part in the log-odds, weightiest first; empty where features or calibration were not kept. */
  readonly features: readonly FeatureView[]
}

/** One feature of a match and what it did to the log-odds: weight · (value − mean) / scale. */
export interface FeatureView {
  readonly feature: string
  readonly value: number
  readonly contribution: number
}

/** A calibration, what it was fitted on, and what its labels show for the promise. */
export interface CalibrationView {
  /** 0 is the prior that ships. */
  readonly version: number
  readonly kind: 'prior' | 'own'
  readonly fittedAt: number
  /** Labels fitted on, by source. */
  readonly labels: Readonly<Record<LabelSource, number>>
  /** Least probability a match is served with unjudged; null where the labels show no bar that holds the promise. */
  readonly bar: number | null
  /** `certified` where the scope's own real labels alone hold the promise at 95 %. */
  readonly certificate: Certificate
  /** Of the held-out real matches that are right, the share at or above the bar. */
  readonly expectedRecall: number | null
}

/** The match decision of an ask. */
export interface MatchDecisionView {
  /** What was decided and why, in one sentence. */
  readonly verdict: string
  /** Class of the question, as gates tell them apart. */
  readonly class: string | null
  readonly gate: 'open' | 'closed' | null
  /** Highest share of wrong hits the ask allowed. */
  readonly promise: number | null
  /** Version of the calibration that decided, 0 for the prior that ships; null where none did. */
  readonly version: number | null
  /** That version, for what the ask promised; null where it is no longer stored. */
  readonly calibration: CalibrationView | null
  readonly adaptation: { readonly kind: string; readonly what: string; readonly from: readonly string[] } | null
  /** The question as it was rewritten to stand without the conversation. */
  readonly standAlone: string | null
  /** The last verdict a person gave on the answer. */
  readonly feedback: { readonly verdict: 'right' | 'wrong'; readonly note: string | null; readonly at: number } | null
}

/** How the match decision of a scope stands. */
export interface MatchStatusView {
  /** `maxWrongHits`. */
  readonly promise: number
  /** Hits that were judged afterwards, by feedback or by a shadow check, with the 95 % interval (Clopper–Pearson) of the share that was wrong. */
  readonly measured: {
    readonly judged: number
    readonly wrong: number
    readonly rate: number | null
    readonly low: number
    readonly high: number
  }
  /** What decides now: the scope's own fit or the prior; null while there is neither. */
  readonly calibration: CalibrationView | null
  /** The scope's own labels by source, also those that no fit knows yet. */
  readonly labels: Readonly<Record<Exclude<LabelSource, 'public'>, number>>
  /** Of the last asks (500 at most, 30 days) those that a prepared answer served, as it was or adapted. */
  readonly coverage: { readonly asks: number; readonly prepared: number; readonly share: number | null }
  /** Closed where a class is: its near matches are judged anew before they are served. */
  readonly gate: 'open' | 'closed'
  /** Classes whose gate is closed; '' is every class. */
  readonly closed: readonly { readonly class: string; readonly reason: string; readonly at: number }[]
  readonly keys: Readonly<Record<KeyKind, number>>
}
