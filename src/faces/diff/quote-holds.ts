import type { PassageChange } from '../../corpus/change-hook.ts'
import type { Cutoff } from '../../lineage/rungs/cutoff.ts'
import { followQuote } from '../../lineage/rungs/follow-quote.ts'
import { quotesUnmoved } from '../../lineage/rungs/quotes-unmoved.ts'
import type { Quote } from '../../spec/claim.ts'
import type { Rung } from '../../spec/evidence.ts'

/**
 * Whether a quotation holds through the change of its passage as a sync would have it, and by which rung (null: it is the
 * same text in the same place); null where no rung holds. `beside`: all changes of the document.
 */
export function quoteHolds(
  quote: Quote,
  { before, after, passage: own }: PassageChange,
  beside: readonly PassageChange[],
  cutoff: Cutoff,
): { readonly rung: Rung | null } | null {
  if (before === null || before.version !== quote.version) return null
  if (before.version === after?.version) return { rung: before.placeDigest === after.placeDigest ? null : 'place-changed' }
  const stays = after === null ? null : followQuote(quote, before, after, cutoff)
  if (stays !== null) return stays
  // A list, table or section that was cut anew: the one other passage under the heading that holds the sentence now.
  const found = beside.filter(
    ({ passage, kind, after: there }) =>
      passage !== own &&
      kind !== 'moved' &&
      there !== null &&
      there.placeDigest === before.placeDigest &&
      quotesUnmoved(quote, before, there) !== null,
  )
  return found.length === 1 ? { rung: 'quotes-unmoved' } : null
}
