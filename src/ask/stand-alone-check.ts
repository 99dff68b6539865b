import { isNegated } from '../preanswer/guards/negation.ts'
import { stem } from '../retrieve/stem.ts'
import { hasOpenReference } from './leaning/open-reference.ts'
import { functionWords, generalWords } from './leaning/plain-words.ts'

const mostCharacters = 400

export interface RewriteChecked {
  readonly question: string
  /** Texts of the earlier turns. */
  readonly history: readonly string[]
  readonly rewritten: string
}

/**
 * What is wrong with a rewriting, or null where it may be matched: it must be one line that points at nothing, say nothing
 * that neither the question nor the conversation says (words but for their endings, numbers and names as they stand), and
 * keep what the question itself said: its numbers, whether it denies, and every word that names something.
 */
export function rewriteFault({ question, history, rewritten }: RewriteChecked): string | null {
  if (rewritten.length > mostCharacters || /[\n\r\p{Cc}]|<<<|>>>/u.test(rewritten)) return 'it is no single question'
  if (wordsOf(rewritten).filter(isTelling).length === 0) return 'it names nothing'
  const own = wordsOf(question)
  const said = [...own, ...history.flatMap(wordsOf)]
  const given = wordsOf(rewritten)
  const known = new Set(said.map(formOf))
  const added = given.find((word) => isTelling(word) && !known.has(formOf(word)))
  if (added !== undefined) return `it adds "${added}"`
  const kept = new Set(given.map(formOf))
  const lost = own.find((word) => (isTelling(word) || isNumber(word)) && !kept.has(formOf(word)))
  if (lost !== undefined) return `it loses "${lost}"`
  if (isNegated(question) !== isNegated(rewritten)) return 'it denies where the question does not, or the other way round'
  return hasOpenReference(rewritten) ? 'it still points at something said before' : null
}

const word = /[\p{L}\p{N}]+(?:[._/+#-]+[\p{L}\p{N}]+)*(?:\+\+|#)?/gu

function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/['’]s\b/g, '')
      .match(word) ?? []
  )
}

function isNumber(text: string): boolean {
  return /\d/.test(text)
}

/** A number or a name with digits is itself; other words count without their endings. */
function formOf(text: string): string {
  return isNumber(text) ? text : stem(text)
}

/** General words and those that count what was listed may be put otherwise. */
function isTelling(text: string): boolean {
  return isNumber(text) || (!functionWords.has(text) && !generalWords.has(text) && !counting.has(text))
}

const counting = new Set('fourth fifth sixth former latter rest remaining ok okay thanks thank yes hmm well interesting'.split(' '))
