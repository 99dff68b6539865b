import { quantities } from '../../preanswer/guards/quantities.ts'
import { isStopWord } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'

const ordinal = /\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b/gi
/** Share of the shorter sentence's words that both must have. */
const leastShared = 0.5

/**
 * Whether the values of two sentences can contradict each other: both say a number of the same measure, or neither says
 * any; and the sentences share half of the shorter one's words. `asked`: numbers of the question, which are no answer.
 */
export function comparableValues(one: string, other: string, asked: ReadonlySet<string>): boolean {
  const [left, right] = [measures(one, asked), measures(other, asked)]
  const isAlike = left.size === 0 ? right.size === 0 : [...left].some((measure) => right.has(measure))
  return isAlike && sharedWords(one, other) >= leastShared
}

function measures(text: string, asked: ReadonlySet<string>): ReadonlySet<string> {
  const values = [...quantities(text.replace(ordinal, ' '))].filter((value) => !asked.has(value))
  return new Set(values.map((value) => value.split(' ')[1] ?? ''))
}

/** Words in common over the words of the shorter sentence; numbers, and words that only join, aside. */
export function sharedWords(one: string, other: string): number {
  const [left, right] = [contentOf(one), contentOf(other)]
  const [shorter, longer] = left.size <= right.size ? [left, right] : [right, left]
  return shorter.size === 0 ? 0 : [...shorter].filter((word) => longer.has(word)).length / shorter.size
}

function contentOf(text: string): ReadonlySet<string> {
  return new Set(tokenise(text).filter((token) => !isStopWord(token) && !/^\d/.test(token)))
}
