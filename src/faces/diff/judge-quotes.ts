import type { PassageChange } from '../../corpus/change-hook.ts'
import type { Cutoff } from '../../lineage/rungs/cutoff.ts'
import type { Quote } from '../../spec/claim.ts'
import type { Rung } from '../../spec/evidence.ts'
import { type AlignedText, alignQuote, findVerbatim } from './align-quote.ts'
import type { FreshIndex } from './fresh-index.ts'
import type { LaidChange } from './lay-changes.ts'
import { quoteHolds } from './quote-holds.ts'

/**
 * What became of one quotation. held: it stands, by this rung. moved: its words stand elsewhere now. altered: other words
 * stand there. gone: nothing like it stands there.
 */
export type QuoteFate =
  | { readonly kind: 'held'; readonly rung: Rung | null }
  | { readonly kind: 'moved' | 'altered'; readonly now: AlignedText }
  | { readonly kind: 'gone' }

/** How like a quotation new text must be to be what became of it: in its passage, in its document, anywhere else. */
const least = { passage: 0.45, document: 0.55, elsewhere: 0.75 } as const

/** Follows a quotation of a changed passage into the new state. Pure. */
export function judgeQuote(quote: Quote, change: PassageChange, laid: LaidChange, index: FreshIndex, cutoff: Cutoff): QuoteFate {
  const { before, after } = change
  const home = after?.document ?? before?.document
  const own = home === undefined ? undefined : laid.byId.get(home)
  const held = quoteHolds(quote, change, own?.changes ?? [], cutoff)
  if (held !== null) return { kind: 'held', rung: held.rung }
  const elsewhere = index.like(quote.text).filter((unit) => unit.passage.document !== own?.id)
  const moved = findVerbatim(quote.text, [...(own?.passages ?? []), ...new Set(elsewhere.map((unit) => unit.passage))])
  if (moved !== null) return { kind: 'moved', now: moved }
  const fresh = own?.fresh ?? []
  const [here, beside] = [true, false].map((isHere) => fresh.filter((unit) => (unit.passage.id === change.passage) === isHere))
  const now =
    alignQuote(quote.text, here ?? [], least.passage) ??
    alignQuote(quote.text, beside ?? [], least.document) ??
    alignQuote(quote.text, elsewhere, least.elsewhere)
  return now === null ? { kind: 'gone' } : { kind: 'altered', now }
}
