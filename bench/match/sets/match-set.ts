import type { MatchAsk } from '../match-ask.ts'

/** One set of asks and how it is cut in two. */
export interface MatchSet {
  readonly name: string
  /** One line: what is prepared, and what is asked. */
  readonly about: string
  /** Least coverage of the answerable at 99 % precision, percent. */
  readonly target?: number
  /** The halves belong to one world, so that scores of both, each by a fit on the other, are also ranked as one. */
  readonly isWhole: boolean
  /** Cuts it by group; the same seed gives the same halves. Either half may be fitted on while the other is measured. */
  split(seed: number): MatchSplit
}

export interface MatchSplit {
  readonly halves: readonly [readonly MatchAsk[], readonly MatchAsk[]]
}
