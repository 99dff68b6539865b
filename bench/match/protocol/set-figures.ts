import type { Figure } from '../../measurement.ts'
import type { MatchSet } from '../sets/match-set.ts'
import { type Interval, overSplits } from './interval.ts'
import type { MatcherOutcome } from './measure-set.ts'
import { coverageOf, type Serving, sumOf } from './serving.ts'
import { intervalText, percentText, servingText } from './texts.ts'

/** What is printed of a set: for each matcher its best bar, then what bars did that were chosen without looking. */
export function setFigures(set: MatchSet, outcomes: readonly MatcherOutcome[]): readonly Figure[] {
  return outcomes.flatMap((outcome) => {
    const best = bestOf(outcome)
    const first: Figure = {
      name: `${set.name}: ${outcome.matcher}, covered at its best bar`,
      value: best === null ? null : intervalText(best),
      unit: '',
      ...(set.target === undefined ? {} : { target: `≥ ${set.target} % at 99 % precision` }),
      ...(set.target === undefined || best === null || outcome.matcher === 'cosine' ? {} : { met: 100 * best.mean >= set.target }),
    }
    const rows = Object.entries(servedBy(outcome)).map(([rule, perHalf]): Figure => {
      return { name: `${set.name}: ${outcome.matcher}, ${ruleName(rule)}`, value: servingText(perHalf, outcome.splits.length), unit: '' }
    })
    const whole = set.isWhole && outcome.matcher === 'cosine' ? overSplits(outcome.splits.flatMap((split) => split.whole ?? [])) : null
    const asOne: readonly Figure[] =
      whole === null ? [] : [{ name: `${set.name}: cosine, best bar over all of it as one`, value: percentText(whole.mean), unit: '' }]
    return [first, ...asOne, ...rows]
  })
}

/** The same for programs, in shares. */
export function setDetail(set: MatchSet, outcomes: readonly MatcherOutcome[]) {
  return outcomes.map((outcome) => ({
    matcher: outcome.matcher,
    achievable: overSplits(outcome.splits.flatMap((split) => split.achievable)),
    whole: set.isWhole ? overSplits(outcome.splits.flatMap((split) => split.whole ?? [])) : null,
    served: Object.fromEntries(
      Object.entries(servedBy(outcome)).map(([rule, perHalf]) => [
        rule,
        { coverage: overSplits(perHalf.map(coverageOf)), pooled: sumOf(perHalf), halves: perHalf.length },
      ]),
    ),
  }))
}

function bestOf({ splits }: MatcherOutcome): Interval | null {
  return overSplits(splits.flatMap((split) => split.achievable))
}

/** By rule, one serving a measured half. */
function servedBy({ splits }: MatcherOutcome): Readonly<Record<string, readonly Serving[]>> {
  const rules = Object.keys(splits[0]?.served ?? {})
  return Object.fromEntries(rules.map((rule) => [rule, splits.flatMap((split) => split.served[rule] ?? [])]))
}

function ruleName(rule: string): string {
  if (rule === 'seen') return 'bar from training'
  return rule === 'certified' ? 'certified bar from training' : `at ${rule}`
}
