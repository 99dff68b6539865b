import { isStopWord } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'
import { sameAction } from './actions.ts'
import type { Guard } from './guard.ts'

/** Nouns and adjectives that stand for one another in questions. */
const alike: readonly ReadonlySet<string>[] = [
  'default standard usual',
  'multiple several many various',
  'error failure exception problem',
  'limit maximum max cap',
  'local locally localhost',
  'option setting parameter argument flag',
  'folder directory',
  'key name',
  'docs documentation doc',
  'function method',
  'app application',
  'env environment',
  'auth authentication authenticate',
  'config configuration settings',
  'way approach method possibility',
  'quick fast quickly',
  'new fresh',
  'picture image photo',
  'website site page',
  'custom own customized',
].map((words) => new Set(words.split(' ').map(stem)))
const leastShared = 3

function contentWords(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}_$]+(?:[.'’-][\p{L}\p{N}_$]+)*/gu) ?? []).map(stem).filter((word) => !isStopWord(word))
}

/** Whether two words are spellings or shortenings of one (`customise`, `customize`; `auth`, `authentication`). */
function sameWord(one: string, other: string): boolean {
  if (sameAction(one, other) || alike.some((set) => set.has(one) && set.has(other))) return true
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (short.length >= 3 && long.startsWith(short)) return true
  return short.length >= 5 && long.length - short.length <= 2 && withoutVowels(short) === withoutVowels(long.replace('isat', 'izat'))
}

function withoutVowels(word: string): string {
  return word.replace(/is(?=e|$|at)/, 'iz').replace(/[aeiou]/g, '').replace(/(.)\1/g, '$1')
}

/**
 * Fires where the questions are the same but for one telling word, which stands in the same place and is no other word
 * for the same: questions edited so share nearly all their meaning with their vectors and not their answer. Resolved
 * where the quotation says the word asked and not the one it replaced.
 */
export const replacementGuard: Guard = (asked, prepared, quote) => {
  const left = contentWords(asked)
  const right = contentWords(prepared)
  if (left.length !== right.length || left.length <= leastShared) return null
  const differing = left.flatMap((word, at) => (word === right[at] ? [] : [at]))
  const [at] = differing
  if (at === undefined || differing.length > 1) return null
  const [word = '', other = ''] = [left[at], right[at]]
  if (sameWord(word, other)) return null
  const said = new Set(contentWords(quote))
  return { guard: 'replacement', saw: `asked ${word}, prepared for ${other}`, resolved: said.has(word) && !said.has(other) }
}
