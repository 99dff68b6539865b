import { createWorld } from '../create-world.ts'
import type { MatchAsk, MatchKey, MatchWorld } from '../match-ask.ts'
import { halvesOf } from './halves.ts'
import { type MatchData, sameText } from './match-data.ts'
import type { MatchSet } from './match-set.ts'

interface IntentRow {
  readonly bot?: string
  readonly text: string
  readonly intent: string | null
  readonly split: 'train' | 'test'
}

export const intentSets = ['hint3-live-bots', 'clinc150', 'banking77'] as const
export type IntentSetName = (typeof intentSets)[number]

/**
 * Traffic by intent: each intent is one prepared entry, the source's "train" texts are its keys and its "test" texts are
 * asked, those out of scope among them. Every bot is a world of its own, with all of its intents prepared whichever half is
 * measured: its traffic is cut by intent, so that no question of an intent that is measured was fitted on.
 */
export async function intentSet(data: MatchData, name: IntentSetName): Promise<MatchSet> {
  const rows = data.rows<IntentRow>(`traffic/${name}.jsonl`)
  const vectorOf = await data.vectorsOf(rows.map((row) => row.text))
  const worlds = new Map<string, MatchWorld>()
  for (const bot of new Set(rows.map(botOf))) {
    const keys = rows
      .filter((row) => row.split === 'train' && row.intent !== null && botOf(row) === bot)
      .map((row): MatchKey => ({ entry: entryOf(row), text: row.text, vector: vectorOf(row.text) }))
    worlds.set(bot, createWorld(keys))
  }
  const asks = rows.flatMap((row, at): readonly MatchAsk[] => {
    const world = worlds.get(botOf(row))
    if (row.split !== 'test' || world === undefined) return []
    const group = row.intent === null ? `${name}/${sameText(row.text)}` : `${name}/${entryOf(row)}`
    const right = row.intent === null ? [] : [entryOf(row)]
    return [{ id: `${name}-${at}`, group, world, text: row.text, vector: vectorOf(row.text), right }]
  })
  const outside = asks.filter((ask) => ask.right.length === 0).length
  return {
    name,
    about: `${asks.length} requests, ${outside} of them out of scope, over ${new Set(rows.map(entryOf)).size - 1} intents`,
    isWhole: true,
    split: (seed) => halvesOf(asks, seed),
  }
}

/** All sets of traffic by intent. */
export function allIntents(data: MatchData): Promise<readonly MatchSet[]> {
  return Promise.all(intentSets.map((name) => intentSet(data, name)))
}

function botOf(row: IntentRow): string {
  return row.bot ?? ''
}

function entryOf(row: IntentRow): string {
  return `${botOf(row)}/${row.intent}`
}
