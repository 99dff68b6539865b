import type { Quote } from '../../spec/claim.ts'
import { movedSpan } from './moved-span.ts'
import type { PassageText } from './passage-text.ts'

/**
 * Every line and sentence the quote stands in is still there, whole, unchanged and once: it takes its new place, and in
 * prose the white space its words have there.
 */
export function quotesUnmoved(
  quote: Quote,
  before: Pick<PassageText, 'text' | 'kind'>,
  after: Pick<PassageText, 'version' | 'text' | 'kind'>,
): Quote | null {
  if (quote.text === '' || before.text.slice(quote.start, quote.end) !== quote.text) return null
  const moved = movedSpan(quote, before, after)
  return moved === null ? null : { ...quote, ...moved, version: after.version, text: after.text.slice(moved.start, moved.end) }
}
