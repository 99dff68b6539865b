import { rarityOver } from '../../../src/cache/features/rarity.ts'
import { seededRandom } from '../../../src/testing/seeded-random.ts'
import { createWorld } from '../create-world.ts'
import type { MatchAsk, MatchKey, MatchWorld } from '../match-ask.ts'
import { dealGroups } from '../protocol/in-folds.ts'
import { readTraps } from '../traps/read-traps.ts'
import type { TrapItem } from '../traps/trap-item.ts'
import { type MatchData, sameText } from './match-data.ts'
import { plainVariants } from './plain-variants.ts'

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
  /** What is prepared, varied as nobody means anything by. */
  readonly variants: readonly MatchAsk[]
}

/** Traps and paraphrases of one split: every prepared question of the split is an entry with one key. */
export async function trapAsks(data: MatchData, split: 'tune' | 'test'): Promise<TrapAsks> {
  const shelf = await trapShelf(data, split)
  return shelf.asksOf(() => true, '')
}

/**
 * The same documents with only every other family's questions prepared, both ways: what the others ask has a document here
 * and no prepared answer. Questions about anything are asked among them.
 */
export async function halfPreparedTraps(data: MatchData, split: 'tune' | 'test', foreign: readonly string[]): Promise<readonly MatchAsk[]> {
  const shelf = await trapShelf(data, split, foreign)
  const sideOf = dealGroups(
    shelf.items.map(({ family }) => ({ group: family })),
    2,
    seededRandom(1),
  )
  return [0, 1].flatMap((side) => {
    const isPrepared = ({ family }: TrapItem) => sideOf.get(family) === side
    const { traps, paraphrases } = shelf.asksOf(isPrepared, `/${side}`)
    const unprepared = shelf.items.filter((item) => !isPrepared(item))
    const strays = [
      ...unprepared.flatMap(({ family, prepared, paraphrase }) =>
        [prepared, paraphrase].map((text) => ({ group: `traps/${family}`, text })),
      ),
      ...foreign.map((text) => ({ group: `foreign/${text}`, text })),
    ]
    return [...[...traps, ...paraphrases].map(({ ask }) => ask), ...shelf.straysOf(isPrepared, strays, `/${side}`)]
  })
}

async function trapShelf(data: MatchData, split: 'tune' | 'test', foreign: readonly string[] = []) {
  const items = readTraps({ split })
  const unitOf = ({ title, answer }: TrapItem) => `${title}\n${answer}`
  const texts = items.flatMap((item) => [item.prepared, item.trap, item.paraphrase, unitOf(item), ...plainVariants(item.prepared)])
  const vectorOf = await data.vectorsOf([...texts, ...foreign])
  const rarity = rarityOver(items.flatMap(({ prepared, answer }) => [prepared, answer]))
  const documents = new Map(
    items.map((item) => [
      sameText(item.prepared),
      { id: item.answer, text: [item.title, ...item.place, item.answer].join('\n'), units: [vectorOf(unitOf(item))] },
    ]),
  )
  const worlds = new Map<string, MatchWorld>()
  const worldOf = (isPrepared: (item: TrapItem) => boolean, name: string): MatchWorld => {
    const known = worlds.get(name)
    if (known !== undefined) return known
    const keys = new Map<string, MatchKey>()
    for (const { prepared } of items.filter(isPrepared)) {
      keys.set(sameText(prepared), { entry: sameText(prepared), text: prepared, vector: vectorOf(prepared) })
    }
    const made = createWorld([...keys.values()], { rarity, documents })
    worlds.set(name, made)
    return made
  }
  return {
    items,
    asksOf(isPrepared: (item: TrapItem) => boolean, name: string): TrapAsks {
      const world = worldOf(isPrepared, name)
      const asked = (item: TrapItem, kind: 'trap' | 'paraphrase', right: readonly string[]): TrapAsk => {
        const ask = {
          id: `${item.id}/${kind}${name}`,
          group: `traps/${item.family}`,
          world,
          text: item[kind],
          vector: vectorOf(item[kind]),
        }
        return { class: item.class, ask: { ...ask, right: right.filter((entry) => world.keys.some((key) => key.entry === entry)) } }
      }
      const prepared = items.filter(isPrepared)
      return {
        // A trap may be what another item prepares, word for word.
        traps: prepared.map((item) => asked(item, 'trap', [sameText(item.trap)])),
        paraphrases: prepared.map((item) => asked(item, 'paraphrase', [sameText(item.prepared)])),
        variants: [...new Map(prepared.map((item) => [sameText(item.prepared), item])).values()].flatMap((item) =>
          plainVariants(item.prepared).map(
            (text, at): MatchAsk => ({
              id: `${item.id}/variant-${at}${name}`,
              group: `traps/${item.family}`,
              world,
              text,
              vector: vectorOf(text),
              right: [sameText(item.prepared)],
            }),
          ),
        ),
      }
    },
    straysOf(isPrepared: (item: TrapItem) => boolean, strays: readonly { readonly group: string; readonly text: string }[], name: string) {
      const world = worldOf(isPrepared, name)
      return strays.map(
        ({ group, text }, at): MatchAsk => ({ id: `stray-${at}${name}`, group, world, text, vector: vectorOf(text), right: [] }),
      )
    },
  }
}
