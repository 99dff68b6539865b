import type { Quote } from '../../spec/claim.ts'
import { wordTokens } from './layout-token.ts'
import type { PassageText } from './passage-text.ts'
import { relocateQuote } from './relocate-quote.ts'

/**
 * Only white space that means nothing changed: paragraphs were reflowed, line ends or trailing blanks are others. The
 * quote takes the white space it has now; its words are what they were.
 */
export function sameNormal(quote: Quote, before: PassageText, after: PassageText): Quote | null {
  if (before.normal !== after.normal) return null
  return relocateQuote(quote, { text: before.text, stream: wordTokens(before.text) }, { ...after, stream: wordTokens(after.text) })
}
