import { rarityOver } from '../../../src/cache/features/rarity.ts'
import { createWorld } from '../create-world.ts'
import type { MatchAsk } from '../match-ask.ts'
import { halvesOf } from './halves.ts'
import { joinedGroups } from './joined-groups.ts'
import { type MatchData, sameText } from './match-data.ts'
import type { MatchSet } from './match-set.ts'

interface PairRow {
  readonly a: string
  readonly b: string
  readonly dup: 0 | 1
}

export const pairSets = ['covid-faq', 'medical', 'qqp'] as const
export type PairSetName = (typeof pairSets)[number]

const targets: Readonly<Record<PairSetName, number>> = { 'covid-faq': 60, medical: 35, qqp: 12 }

/**
 * Labelled question pairs: `a` is prepared in a world of its own and `b` is asked. There are no documents, so only the
 * questions are compared. A group is a prepared question with all that is labelled the same, over any number of pairs; a pair of
 * two groups (labelled different) goes with what is prepared, and is not fitted on where the other is measured. `limit`
 * takes the first pairs.
 */
export async function pairSet(data: MatchData, name: PairSetName, limit = Number.POSITIVE_INFINITY): Promise<MatchSet> {
  const rows = data.rows<PairRow>(`pairs/${name}.jsonl`).slice(0, limit)
  const vectorOf = await data.vectorsOf(rows.flatMap(({ a, b }) => [a, b]))
  const groupOf = joinedGroups(rows.map(({ a, b, dup }) => (dup === 1 ? [sameText(a), sameText(b)] : [sameText(a)])))
  const rarity = rarityOver(rows.flatMap(({ a, b }) => [a, b]))
  const asks = rows.map(({ a, b, dup }, at): MatchAsk => {
    const entry = `${name}-${at}`
    const world = createWorld([{ entry, text: a, vector: vectorOf(a) }], { rarity })
    return {
      id: entry,
      group: `${name}/${groupOf(sameText(a))}`,
      touches: `${name}/${groupOf(sameText(b))}`,
      world,
      text: b,
      vector: vectorOf(b),
      right: dup === 1 ? [entry] : [],
    }
  })
  return {
    name,
    about: `${rows.length} pairs, one prepared and one asked; questions only`,
    target: targets[name],
    isWhole: true,
    split: (seed) => halvesOf(asks, seed),
  }
}

/** All sets of labelled pairs. */
export function allPairs(data: MatchData): Promise<readonly MatchSet[]> {
  return Promise.all(pairSets.map((name) => pairSet(data, name)))
}
