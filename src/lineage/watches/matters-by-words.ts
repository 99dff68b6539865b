import type { Watch } from './watch.ts'

/** A term in at most so many passages, or this share of them, says by itself what a unit is about. */
const rare = { passages: 3, share: 0.01 } as const
/** A unit that says so much of a question, by weight, may answer it whatever its words are worth one by one. */
const leastCovered = 0.6

/** What to look for in a unit while it cannot be scored. */
export interface WordRule {
  /** Terms each of which is enough. */
  readonly rare: ReadonlySet<string>
  /** Weight at which what a unit shares with the question is enough. */
  readonly bar: number
}

/** The rule of a watch: its rare terms under its own statistics, and the weight that covers the question. */
export function wordRule({ terms, passages }: Pick<Watch, 'terms' | 'passages'>): WordRule {
  const limit = Math.max(rare.passages, passages * rare.share)
  const total = terms.reduce((sum, { weight }) => sum + weight, 0)
  return {
    rare: new Set(terms.filter(({ weight }) => frequencyOf(weight, passages) <= limit).map(({ term }) => term)),
    bar: total * leastCovered,
  }
}

/** Whether a unit that cannot be scored yet, for want of a vector, may be among what the watch wants. */
export function mattersByWords(watch: Pick<Watch, 'terms'>, rule: WordRule, terms: ReadonlyMap<string, number>): boolean {
  let shared = 0
  for (const { term, weight } of watch.terms) {
    if (!terms.has(term)) continue
    if (rule.rare.has(term)) return true
    shared += weight
  }
  return shared > 0 && shared >= rule.bar
}

/** The weight's own frequency: the inverse of `inverseFrequency`, to the nearest whole passage. */
function frequencyOf(weight: number, passages: number): number {
  return Math.round((passages + 1) / Math.exp(weight) - 0.5)
}
