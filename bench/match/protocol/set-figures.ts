import type { Figure } from '../../measurement.ts'
import type { MatchSet } from '../sets/match-set.ts'
import { exactShare, type Interval, overSplits } from './interval.ts'
import type { MatcherOutcome } from './measure-set.ts'
import { coverageOf, type Serving, sumOf } from './serving.ts'
import { intervalText, servingText } from './texts.ts'

/** What is printed of a set: for each matcher its best bar, then what bars did that were chosen without looking. */
export function setFigures(set: MatchSet, outcomes: readonly MatcherOutcome[]): readonly Figure[] {
  return outcomes.flatMap((outcome) => {
    const best = bestOf(set, outcome)
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
    return [first, ...rows]
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

function bestOf(set: MatchSet, { splits }: MatcherOutcome): Interval | null {
  const answerable = sumOf(splits[0]?.served.seen ?? []).answerable
  if (!set.isWhole) return overSplits(splits.flatMap((split) => split.achievable))
  const whole = overSplits(splits.flatMap((split) => split.whole ?? []))
  const share = whole === null ? null : exactShare(whole.mean * answerable, answerable)
  // Every split covers all of the asks: how the splits differ says nothing of other asks, so the wider of both is told.
  return whole === null || share === null ? null : { ...whole, low: Math.min(whole.low, share.low), high: Math.max(whole.high, share.high) }
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
