import { seededRandom } from '../../../src/testing/seeded-random.ts'
import type { MatchAsk } from '../match-ask.ts'
import type { FittedMatcher, Matcher } from '../matchers/matcher.ts'
import { inFolds } from './in-folds.ts'

/** An ask as a matcher decided it, judged. */
export interface Decided {
  readonly ask: MatchAsk
  readonly entry: string | null
  readonly score: number
  /** Serving it would be right. */
  readonly right: boolean
  /** Some entry answers it. */
  readonly answerable: boolean
}

/** Decides every ask. */
export function decideAll(fitted: FittedMatcher, asks: readonly MatchAsk[]): readonly Decided[] {
  return asks.map((ask) => {
    const { entry, score } = fitted.decide(ask)
    return { ask, entry, score, right: entry !== null && ask.right.includes(entry), answerable: ask.right.length > 0 }
  })
}

const folds = 4

/** Decides the asks it is fitted on, each by a fit that did not see the ask's group: what a bar may be chosen by. */
export function decideHeldOut(matcher: Matcher, fitted: FittedMatcher, train: readonly MatchAsk[], seed: number): readonly Decided[] {
  if (!matcher.learns) return decideAll(fitted, train)
  return inFolds(train, folds, seededRandom(seed)).flatMap(({ inside, outside }) =>
    decideAll(fitted.refit?.(outside) ?? matcher.fit(outside), inside),
  )
}
