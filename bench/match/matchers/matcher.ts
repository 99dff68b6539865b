import type { MatchAsk } from '../match-ask.ts'

/** The best candidate for an ask and how sure the matcher is of it; a bar on the score decides whether it is served. */
export interface ScoredMatch {
  /** Null where nothing is a candidate at all. */
  readonly entry: string | null
  readonly score: number
}

export interface FittedMatcher {
  decide(ask: MatchAsk): ScoredMatch
  /** The same choices made again on other asks, without choosing anew how to fit. */
  refit?(train: readonly MatchAsk[]): FittedMatcher
}

/** A way to decide matches, fitted on asks whose right entries are known. */
export interface Matcher {
  readonly name: string
  /** Whether fitting changes what it decides; where not, a training ask is scored as any other. */
  readonly learns: boolean
  /** Bars it is configured with, whatever it is measured on. */
  readonly bars?: readonly number[]
  fit(train: readonly MatchAsk[]): FittedMatcher
}
