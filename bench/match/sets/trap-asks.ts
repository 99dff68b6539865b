import { rarityOver } from '../../../src/cache/features/rarity.ts'
import { createWorld } from '../create-world.ts'
import type { MatchAsk, MatchKey } from '../match-ask.ts'
import { readTraps } from '../traps/read-traps.ts'
import { type MatchData, sameText } from './match-data.ts'

/** A trap or a paraphrase with the class of its edit. */
export interface TrapAsk {
  readonly ask: MatchAsk
  readonly class: string
}

export interface TrapAsks {
  /** Minimal edits that the prepared answer does not answer. */
  readonly traps: readonly TrapAsk[]
  /** The same question in other words. */
  readonly paraphrases: readonly TrapAsk[]
}

/** Traps and paraphrases of one split: every prepared question of the split is an entry with one key. */
export async function trapAsks(data: MatchData, split: 'tune' | 'test'): Promise<TrapAsks> {
  const items = readTraps({ split })
  const vectorOf = await data.vectorsOf(items.flatMap(({ prepared, trap, paraphrase, answer }) => [prepared, trap, paraphrase, answer]))
  const keys = new Map<string, MatchKey>()
  for (const { prepared } of items) keys.set(sameText(prepared), { entry: sameText(prepared), text: prepared, vector: vectorOf(prepared) })
  const world = createWorld([...keys.values()], {
    rarity: rarityOver(items.flatMap(({ prepared, answer }) => [prepared, answer])),
    documents: new Map(
      items.map(({ prepared, answer, title, place }) => [
        sameText(prepared),
        { id: answer, text: [title, ...place, answer].join('\n'), units: [vectorOf(answer)] },
      ]),
    ),
  })
  const asked = (item: (typeof items)[number], kind: 'trap' | 'paraphrase', right: readonly string[]): TrapAsk => {
    const text = item[kind]
    return {
      class: item.class,
      ask: { id: `${item.id}/${kind}`, group: `traps/${item.family}`, world, text, vector: vectorOf(text), right },
    }
  }
  return {
    // A trap may be what another item prepares, word for word.
    traps: items.map((item) =>
      asked(
        item,
        'trap',
        [sameText(item.trap)].filter((entry) => keys.has(entry)),
      ),
    ),
    paraphrases: items.map((item) => asked(item, 'paraphrase', [sameText(item.prepared)])),
  }
}
