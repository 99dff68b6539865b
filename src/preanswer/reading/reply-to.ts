import type { NeighbourPassage, PassageUnit, ScoredUnit } from '../../spec/skills.ts'
import { plainUnit } from './unit-words.ts'

/** What follows a unit that asks: the next unit of its passage, or the passage after it under the same heading. */
export type Reply = { readonly unit: PassageUnit } | { readonly passage: NeighbourPassage }

/** Characters of a reply; more is no reply to one question. */
const longestReply = 600
const asks = /\?["'”’)\]_*]*\s*$/

/** What answers a unit that is a question of its own, as in a list of questions with answers; null where it asks nothing, or nothing or another question follows. */
export function replyTo(unit: ScoredUnit): Reply | null {
  if (!asks.test(unit.text)) return null
  const units = unit.passageUnits ?? []
  const own = plainUnit(unit)
  const next = own === undefined ? undefined : units[units.indexOf(own) + 1]
  if (next !== undefined) return asks.test(next.text) || next.text.length > longestReply ? null : { unit: next }
  const after = unit.next
  if (own === undefined || after === undefined || after === null || after.text.length > longestReply || asks.test(after.text)) return null
  return { passage: after }
}
