import { isStopWord } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import { questionKind } from '../reading/question-kind.ts'
import type { Guard } from './guard.ts'

/** Content words in order, each once. */
function content(text: string): readonly string[] {
  return [...new Set(tokenise(text).filter((token) => !isStopWord(token)))]
}

const relation = /\b(?:from|to|into|over|than|instead of|before|after|by|between|of|via|against)\b/i

/** Two shared words that change places from one text to the other, or null. */
function swapped(asked: readonly string[], prepared: readonly string[]): readonly [string, string] | null {
  const order = new Map(prepared.map((word, at) => [word, at]))
  const shared = asked.filter((word) => order.has(word))
  for (let at = 1; at < shared.length; at++) {
    const [left, right] = [shared[at - 1] ?? '', shared[at] ?? '']
    if ((order.get(left) ?? 0) > (order.get(right) ?? 0)) return [left, right]
  }
  return null
}

/**
 * Fires where two questions of nearly the same words put two of them the other way round ("convert JSON to YAML",
 * "convert YAML to JSON"; "does A call B"). Never resolved: a quotation that holds both words does not show which way
 * was asked.
 */
export const directionGuard: Guard = (asked, prepared) => {
  if (questionKind(asked) !== questionKind(prepared)) return null
  const left = content(asked)
  const right = content(prepared)
  const shared = left.filter((word) => right.includes(word)).length
  const differing = left.length + right.length - 2 * shared
  if (shared < 2 || differing > (relation.test(asked) ? 2 : 0)) return null
  const pair = swapped(left, right)
  if (pair === null) return null
  return { guard: 'direction', saw: `asked ${pair[0]} … ${pair[1]}, prepared for the other way round`, resolved: false }
}
