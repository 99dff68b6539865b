import { oppositeWords } from '../../preanswer/guards/antonyms.ts'
import { isNegated } from '../../preanswer/guards/negation.ts'
import { isStopWord } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'

/** Two sentences must share this much of their words, both ways, to speak of the same thing. */
const leastShared = 0.75

/** Opposites that cannot both hold of one thing. Others (client and server, first and last) mostly tell two things apart. */
const exclusive =
  /^(?:enable|disable|allow|permit|accept|den|forbid|reject|block|prevent|refus|requir|mandatory|optional|always|never|includ|exclud|valid|invalid|safe|unsafe|secur|insecur|public|privat|sync|async|all|every|none|increas|decreas|mutable|immutable|show|hid|on|off)/

/** How a new sentence denies another that speaks of the same thing: by a negation, or by the opposite word; null where it does not. */
export function opposed(old: string, now: string): string | null {
  const [before, after] = [contentOf(old), contentOf(now)]
  if (before.size < 3 || after.size < 3) return null
  const opposite = oppositeWords(old, now).find((pair) => pair.split('/').every((word) => exclusive.test(word)))
  const spared = opposite === undefined ? 0 : 1
  let shared = 0
  for (const word of before) if (after.has(word)) shared += 1
  if (shared + spared < leastShared * Math.max(before.size, after.size)) return null
  if (opposite !== undefined) return `new text says ${opposite.split('/')[1]}, it says ${opposite.split('/')[0]}`
  if (isNegated(old) === isNegated(now)) return null
  return isNegated(now) ? 'new text denies it' : 'new text affirms what it denies'
}

function contentOf(text: string): ReadonlySet<string> {
  return new Set(tokenise(text).filter((token) => !isStopWord(token)))
}
