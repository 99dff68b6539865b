import type { Random } from '../../../src/spec/random.ts'
import type { MatchAsk } from '../match-ask.ts'

/** Cuts asks into `count` parts by group, of about as many asks each; every part with all the others. */
export function inFolds(
  asks: readonly MatchAsk[],
  count: number,
  random: Random,
): readonly { readonly inside: readonly MatchAsk[]; readonly outside: readonly MatchAsk[] }[] {
  const part = dealGroups(asks, count, random)
  return Array.from({ length: count }, (_, at) => ({
    inside: asks.filter((ask) => part.get(ask.group) === at),
    outside: asks.filter((ask) => part.get(ask.group) !== at),
  }))
}

/** Which of `count` parts each group goes to: groups in a drawn order, each to the part that has fewest asks so far. */
export function dealGroups(asks: readonly { readonly group: string }[], count: number, random: Random): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  for (const { group } of asks) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const drawn = [...sizes].map(([group, size]) => ({ group, size, key: random.next() })).sort((a, b) => a.key - b.key)
  const filled = new Array<number>(count).fill(0)
  const part = new Map<string, number>()
  for (const { group, size } of drawn) {
    const least = filled.indexOf(Math.min(...filled))
    filled[least] = (filled[least] ?? 0) + size
    part.set(group, least)
  }
  return part
}
