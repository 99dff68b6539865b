import type { Quote } from '../../spec/claim.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { RankedReading } from './ranked-unit.ts'

/** Where a quotation stands among ranked units: its best unit and which passage of them, counted from 0; null where its passage is not among them. */
export function findCited(
  quote: Quote,
  ranked: readonly RankedReading[],
): { readonly reading: RankedReading; readonly passageRank: number } | null {
  const passages = [...new Set(ranked.map(({ unit }) => unit.passage))]
  const own = ranked.filter(({ unit }) => unit.passage === quote.passage)
  const reading = own.find(({ unit }) => unit.start < quote.end && quote.start < unit.end)
  return reading === undefined ? null : { reading, passageRank: passages.indexOf(quote.passage) }
}

/** Whether a quotation stands word for word where it says, in one of the units' passages; null where its passage is not there to see. */
export function isVerbatim(quote: Quote, evidence: readonly ScoredUnit[]): boolean | null {
  for (const unit of evidence) {
    if (unit.passage === quote.passage)
      return unit.version === quote.version && unit.passageText.slice(quote.start, quote.end) === quote.text
    for (const beside of [unit.next, unit.previous]) {
      if (beside?.passage !== quote.passage) continue
      return beside.version === quote.version && beside.text.slice(quote.start, quote.end) === quote.text
    }
  }
  return null
}

/** What a guard may look for an asked name in: the quotations with the titles, places and symbols they stand under. */
export function quoteContext(quotes: readonly Quote[], evidence: readonly ScoredUnit[]): string {
  const lines = quotes.flatMap((quote) => {
    const unit = evidence.find(({ passage }) => passage === quote.passage)
    return [unit?.title ?? '', ...(unit?.place ?? []), unit?.symbol?.path ?? '', quote.text]
  })
  return [...new Set(lines)].join('\n')
}
