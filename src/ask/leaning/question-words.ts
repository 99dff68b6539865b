/** One word of a question, with what its form tells. */
export interface QuestionWord {
  readonly text: string
  readonly lower: string
  /** Written like a name: a capital inside the sentence, digits, or the punctuation of an identifier. */
  readonly isName: boolean
  /** Whether a sentence or clause ends behind it. */
  readonly endsClause: boolean
}

const word = /[\p{L}\p{N}][\p{L}\p{N}'’_./-]*(?:\(\))?|`[^`]+`|--?[\p{L}][\p{L}-]*/gu
const year = /^(1[5-9]|20)\d\d('?s)?$/

/** The words of a question in order. A capital that opens a sentence names nothing, nor does a year. */
export function questionWords(question: string): readonly QuestionWord[] {
  const words: QuestionWord[] = []
  let opensSentence = true
  for (const match of question.matchAll(word)) {
    const text = match[0].replace(/[.'’/-]+$/, '')
    const after = question.slice(match.index + text.length, match.index + text.length + 2)
    const endsClause = after === '' || /^["”)]?[?!.,;:]/.test(after)
    words.push({ text, lower: text.toLowerCase().replaceAll('’', "'"), isName: looksLikeName(text, opensSentence), endsClause })
    opensSentence = /^["”)]?[?!.]/.test(after)
  }
  return words
}

function looksLikeName(text: string, opensSentence: boolean): boolean {
  if (year.test(text) || text === 'I' || /^I['’]/.test(text)) return false
  if (/\p{L}\p{Lu}|^`|^--?\p{L}|_|\(\)|\p{L}\.\p{L}|\p{L}\/\p{L}/u.test(text)) return true
  if (/\d/.test(text)) return /\p{L}/u.test(text) && !/^\d+(st|nd|rd|th|s)$/.test(text)
  return !opensSentence && /^\p{Lu}/u.test(text)
}
