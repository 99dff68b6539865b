import { isStopWord } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'
import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'
import { sameWord } from './same-word.ts'

const leastShared = 3

function contentWords(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}_$]+(?:[.'’-][\p{L}\p{N}_$]+)*/gu) ?? []).map(stem).filter((word) => !isStopWord(word))
}

/**
 * Fires where the questions are the same but for one telling word, which stands in the same place and is no other word
 * for the same: questions edited so share nearly all their meaning with their vectors and not their answer. Resolved
 * where the quotation says the word asked and not the one it replaced.
 */
export const replacementGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const left = read(contentWords, asked)
  const right = read(contentWords, prepared)
  if (left.length !== right.length || left.length <= leastShared) return null
  const differing = left.flatMap((word, at) => (word === right[at] ? [] : [at]))
  const [at] = differing
  if (at === undefined || differing.length > 1) return null
  const [word = '', other = ''] = [left[at], right[at]]
  if (sameWord(word, other)) return null
  const said = new Set(read(contentWords, quote))
  return { guard: 'replacement', saw: `asked ${word}, prepared for ${other}`, resolved: said.has(word) && !said.has(other) }
}
