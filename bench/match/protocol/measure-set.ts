import type { MatchAsk } from '../match-ask.ts'
import type { FittedMatcher, Matcher } from '../matchers/matcher.ts'
import type { MatchSet } from '../sets/match-set.ts'
import { mostCovering } from './along-the-score.ts'
import { type BarRule, barRules, promise } from './bars.ts'
import { type Decided, decideAll, decideHeldOut } from './decided.ts'
import { fittedOn } from './fitted-on.ts'
import { coverageOf, type Serving, servedAt } from './serving.ts'

/** What one matcher did on one split, both halves measured in turn. */
export interface SplitOutcome {
  /** Most that any bar covers of each half's answerable at 99 % precision. */
  readonly achievable: readonly number[]
  /** The same over both halves ranked as one, each scored by a fit on the other; null where the halves are two worlds. */
  readonly whole: number | null
  /** By bar rule and fixed bar, what was served of each half. */
  readonly served: Readonly<Record<string, readonly Serving[]>>
}

export interface MatcherOutcome {
  readonly matcher: string
  readonly splits: readonly SplitOutcome[]
  /** Of all splits, for the curve. */
  readonly decided: readonly Decided[]
}

export interface MeasureOptions {
  readonly matchers: readonly Matcher[]
  readonly splits: number
  /** Fitted on in place of the other half; none of it may be of the set. */
  readonly train?: readonly MatchAsk[]
}

/** A fit with what its bars are chosen by. */
interface Readied {
  readonly fitted: FittedMatcher
  readonly bars: Readonly<Record<BarRule, number>>
}

/** Measures matchers on the same splits of one set. */
export function measureSet(set: MatchSet, { matchers, splits, train }: MeasureOptions): readonly MatcherOutcome[] {
  const given = new Map<Matcher, Readied>()
  const collected = matchers.map((matcher) => ({ matcher, outcomes: [] as SplitOutcome[], decided: [] as Decided[] }))
  for (let seed = 1; seed <= splits; seed++) {
    const { halves } = set.split(seed)
    for (const { matcher, outcomes, decided } of collected) {
      const sides = halves.map((measured, at) => {
        const known = given.get(matcher)
        const ready = known ?? readied(matcher, train ?? fittedOn(halves[1 - at] ?? [], measured), seed)
        if (train !== undefined) given.set(matcher, ready)
        return { ready, decided: decideAll(ready.fitted, measured) }
      })
      outcomes.push(outcomeOf(set, sides, matcher.bars ?? []))
      for (const side of sides) for (const one of side.decided) decided.push(one)
    }
  }
  return collected.map(({ matcher, outcomes, decided }) => ({ matcher: matcher.name, splits: outcomes, decided }))
}

/** Fits, and chooses the bars by what fits without an ask's group made of it. */
export function readied(matcher: Matcher, train: readonly MatchAsk[], seed: number): Readied {
  const fitted = matcher.fit(train)
  const heldOut = decideHeldOut(matcher, fitted, train, seed)
  return { fitted, bars: { seen: barRules.seen(heldOut), certified: barRules.certified(heldOut) } }
}

function outcomeOf(
  set: MatchSet,
  sides: readonly { readonly ready: Readied; readonly decided: readonly Decided[] }[],
  fixedBars: readonly number[],
): SplitOutcome {
  const served: Record<string, readonly Serving[]> = {}
  for (const rule of ['seen', 'certified'] as const) served[rule] = sides.map(({ ready, decided }) => servedAt(decided, ready.bars[rule]))
  for (const bar of fixedBars) served[bar.toFixed(2)] = sides.map(({ decided }) => servedAt(decided, bar))
  const most = (decided: readonly Decided[]) => coverageOf(mostCovering(decided, 1 - promise))
  const both = sides.flatMap(({ decided }) => decided)
  return {
    achievable: sides.map(({ decided }) => most(decided)),
    whole: set.isWhole ? most(both) : null,
    served,
  }
}
