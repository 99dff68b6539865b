import { functionWords, generalWords } from './plain-words.ts'
import { type QuestionWord, questionWords } from './question-words.ts'

const past = /^(did|didn't|was|were|wasn't|weren't|had)$/
const definition = /^(what|who)( is|'s| are| does) (an? )?[\p{L}\p{N}-]+( [\p{L}\p{N}-]+)?( mean)?\W*$/iu

/**
 * Whether a question names what it is about. A name or an identifier does; else two words that are more than general ("type",
 * "effect", "happened") must stand there, or one that "of" joins to it or that a definition is asked of. A past event is told apart by names alone.
 */
export function namesItsSubject(question: string): boolean {
  const words = questionWords(question)
  if (words.some(({ isName }) => isName)) return true
  const telling = words.filter(isTelling).length
  const isCompleted = words.some((one, at) => isTelling(one) && /^(of|about)$/.test(words[at - 1]?.lower ?? ''))
  if (words.some(({ lower }) => past.test(lower))) return telling >= 3
  return telling >= 2 || isCompleted || (telling === 1 && definition.test(question.trim()))
}

function isTelling({ lower }: QuestionWord): boolean {
  return lower.length > 1 && !/^\d/.test(lower) && !functionWords.has(lower) && !generalWords.has(lower)
}
