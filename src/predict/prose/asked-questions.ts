import { askerContext, namingWords } from '../english/asker-context.ts'
import { askersVoice } from '../english/askers-voice.ts'
import { withContext } from '../english/with-context.ts'
import type { Wording } from './worded.ts'

/** A question the document asks itself, in the asker's voice; a short one gets what the page is about added. */
export const askedQuestions: Wording = (claim, context) => {
  const question = askersVoice(sentenceWords(claim.subject.replace(/\s*\?$/, ''), context.lowerWords))
  const text = question.charAt(0).toUpperCase() + question.slice(1)
  if (namingWords(question) >= 3) return [{ text: `${text}?`, probability: claim.salience }]
  const added = askerContext(question, context.place.slice(0, -1), context)
  if (added === null || (added === '' && namingWords(question) < 2)) return []
  return [{ text: `${withContext(text, added)}?`, probability: claim.salience }]
}

/** Headings In Title Case as sentences: words that the document also writes small lose their capital. */
function sentenceWords(question: string, lowerWords: ReadonlySet<string>): string {
  const words = question.split(' ')
  const long = words.slice(1).filter((word) => word.length > 3)
  if (long.length === 0 || long.filter((word) => /^\p{Lu}/u.test(word)).length < long.length / 2) return question
  const small =
    /^(?:do|does|did|is|are|was|were|can|could|will|would|should|may|must|have|has|had|the|an?|of|to|in|on|for|with|and|or|by|from|we|you|your|our|my|if|as|at|not)$/
  return words
    .map((word, index) =>
      index > 0 && /^\p{Lu}\p{Ll}*$/u.test(word) && (small.test(word.toLowerCase()) || lowerWords.has(word.toLowerCase()))
        ? word.toLowerCase()
        : word,
    )
    .join(' ')
}
