import type { Quote } from '../../spec/claim.ts'
import type { Rung } from '../../spec/evidence.ts'
import { type Cutoff, isRungOn } from './cutoff.ts'
import type { PassageText } from './passage-text.ts'
import { quotesUnmoved } from './quotes-unmoved.ts'
import { sameNormal } from './same-normal.ts'
import { sameProjection } from './same-projection.ts'

/** A quote as it stands in the passage's other version, and the rung that found it. */
export interface FollowedQuote {
  readonly quote: Quote
  readonly rung: Rung
}

const ladder = [
  ['same-normal', sameNormal],
  ['same-projection', sameProjection],
  ['quotes-unmoved', quotesUnmoved],
] as const

/** The rungs that need no model and no embedding, cheapest first, as far as the first that holds; null where none does. */
export function followQuote(quote: Quote, before: PassageText, after: PassageText, cutoff: Cutoff): FollowedQuote | null {
  for (const [rung, climb] of ladder) {
    const found = isRungOn(cutoff, rung) ? climb(quote, before, after) : null
    if (found !== null) return { quote: found, rung }
  }
  return null
}
