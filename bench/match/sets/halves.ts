import { seededRandom } from '../../../src/testing/seeded-random.ts'
import type { MatchAsk } from '../match-ask.ts'
import { dealGroups } from '../protocol/in-folds.ts'
import type { MatchSplit } from './match-set.ts'

/** Asks cut in two by group. */
export function halvesOf(asks: readonly MatchAsk[], seed: number): MatchSplit {
  const half = dealGroups(asks, 2, seededRandom(seed))
  return { halves: [asks.filter((ask) => half.get(ask.group) === 0), asks.filter((ask) => half.get(ask.group) === 1)] }
}
