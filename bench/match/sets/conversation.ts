import { leansOnConversation } from '../../../src/ask/leans-on-conversation.ts'
import { questionTerms } from '../../../src/retrieve/question-terms.ts'
import { tokenise } from '../../../src/retrieve/tokenise.ts'
import { createWorld } from '../create-world.ts'
import type { MatchAsk, MatchKey } from '../match-ask.ts'
import { type MatchData, sameText } from './match-data.ts'

interface DialogRow {
  readonly dialog_id: string
  readonly turns: readonly { readonly n: number; readonly question?: string; readonly utterance?: string; readonly rewrite: string }[]
}

/** A turn after the first, asked in its own words of a world in which the standalone form of every turn is prepared. */
export interface LaterTurn {
  readonly ask: MatchAsk
  /** People who wrote it to stand alone had to name something that the turn itself does not. */
  readonly needsConversation: boolean
  /** Reverie takes it to lean on the conversation: it is not looked up at all. */
  readonly isSeen: boolean
}

/** Later turns of QuAC (as rewritten in CANARD) and TREC CAsT. `limit` takes the first conversations of each. */
export async function laterTurns(data: MatchData, limit = Number.POSITIVE_INFINITY): Promise<readonly LaterTurn[]> {
  const rows = ['dialogs/quac-canard.jsonl', 'dialogs/trec-cast.jsonl'].flatMap((path) => data.rows<DialogRow>(path).slice(0, limit))
  const turns = rows.flatMap(({ dialog_id, turns: all }) =>
    all.map(({ n, question, utterance, rewrite }, at) => ({
      id: `${dialog_id}-${n}`,
      dialog: dialog_id,
      at,
      text: question ?? utterance ?? '',
      rewrite,
    })),
  )
  const vectorOf = await data.vectorsOf(turns.flatMap(({ text, rewrite }) => [text, rewrite]))
  const keys = new Map<string, MatchKey>()
  for (const { rewrite } of turns) keys.set(sameText(rewrite), { entry: sameText(rewrite), text: rewrite, vector: vectorOf(rewrite) })
  const world = createWorld([...keys.values()])
  return turns
    .filter(({ at, text }) => at > 0 && text.trim() !== '')
    .map(({ id, dialog, text, rewrite }) => ({
      ask: { id, group: dialog, world, text, vector: vectorOf(text), right: [sameText(rewrite)] },
      needsConversation: addsContent(text, rewrite),
      isSeen: leansOnConversation(text, true),
    }))
}

/** Whether the standalone form says what the turn does not. */
function addsContent(text: string, rewrite: string): boolean {
  const own = new Set(tokenise(text))
  return questionTerms(rewrite).some((term) => !own.has(term))
}
