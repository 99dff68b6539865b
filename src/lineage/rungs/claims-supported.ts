import type { Quote } from '../../spec/claim.ts'
import type { PassageText } from './passage-text.ts'
import { statesTheSame } from './states-the-same.ts'

/** Offsets in a passage's text: the sentences, items and rows it is made of. */
export type SentenceSpans = readonly { readonly start: number; readonly end: number }[]

const leastOverlap = 0.8

/**
 * The one sentence of a changed passage that states the same as the one quoted, or null where none does or several do.
 * A judgement: it waits for a sleep, and can be switched off. `units` are those of the passage as it is now; the quote
 * becomes the whole sentence.
 */
export function claimsSupported(quote: Quote, after: Pick<PassageText, 'version' | 'text' | 'kind'>, units: SentenceSpans): Quote | null {
  // A word of code is never another way to say the same.
  if (after.kind !== 'prose' && after.kind !== 'list' && after.kind !== 'table') return null
  const found = units.filter(({ start, end }) => statesTheSame(quote.text, after.text.slice(start, end), leastOverlap))
  const [only] = found
  if (only === undefined || found.length > 1) return null
  const { start, end } = only
  return { ...quote, version: after.version, start, end, text: after.text.slice(start, end) }
}
