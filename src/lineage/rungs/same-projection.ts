import type { Quote } from '../../spec/claim.ts'
import { layoutTokens } from './layout-tokens.ts'
import type { PassageText } from './passage-text.ts'
import { relocateQuote } from './relocate-quote.ts'

/**
 * Only layout changed: code was formatted anew or its imports sorted, a table padded, a list given other bullets. Judged
 * by a light reading of the language, so it can be switched off. The quote takes the form its words have now.
 */
export function sameProjection(quote: Quote, before: PassageText, after: PassageText): Quote | null {
  if (before.kind !== after.kind || before.language !== after.language) return null
  const old = layoutTokens(before)
  const next = layoutTokens(after)
  if (old === null || next === null) return null
  return relocateQuote(quote, { text: before.text, stream: old }, { ...after, stream: next })
}
