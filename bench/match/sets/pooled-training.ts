import type { MatchAsk } from '../match-ask.ts'
import { fittedOn } from '../protocol/fitted-on.ts'
import { allIntents } from './intents.ts'
import type { MatchData } from './match-data.ts'
import type { MatchSet } from './match-set.ts'
import { allPairs } from './pairs.ts'
import { stackFaqSets } from './stackfaq.ts'
import { trapAsks } from './trap-asks.ts'

/** The sets a prior is fitted on, and on whose other halves it is measured. */
export async function pooledSets(data: MatchData): Promise<readonly MatchSet[]> {
  const { within } = await stackFaqSets(data)
  return [within, ...(await allPairs(data)), ...(await allIntents(data))]
}

/** The first half of every set on one split, for fitting, and the second of each, for measuring. */
export function pooledSplit(
  sets: readonly MatchSet[],
  seed: number,
): { readonly train: readonly MatchAsk[]; readonly measured: readonly (readonly MatchAsk[])[] } {
  const splits = sets.map((set) => set.split(seed).halves)
  return { train: splits.flatMap(([first, second]) => fittedOn(first, second)), measured: splits.map(([, second]) => second) }
}

/** What is fitted on where something else is measured: half of every set, and the traps made for tuning. */
export async function pooledTraining(data: MatchData): Promise<readonly MatchAsk[]> {
  const { traps, paraphrases } = await trapAsks(data, 'tune')
  return [...pooledSplit(await pooledSets(data), 1).train, ...[...traps, ...paraphrases].map(({ ask }) => ask)]
}
