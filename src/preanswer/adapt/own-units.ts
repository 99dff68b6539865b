import type { Quote } from '../../spec/claim.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { type RankedReading, type RankedUnits, rankUnits } from '../reading/ranked-unit.ts'

/** A prepared answer's own evidence beside what live retrieval brings, in the reader's order for the question asked. */
export interface OwnUnits extends RankedUnits {
  /** Units of the passages it quotes, at the versions quoted, in the same order. */
  readonly own: readonly RankedReading[]
}

/**
 * Ranks every unit of the quoted passages together with the units retrieved. A quoted passage that retrieval did not bring
 * for the question has none: nothing live speaks for it then.
 */
export function ownUnits(asked: string, quotes: readonly Quote[], live: readonly ScoredUnit[]): OwnUnits {
  const versions = new Map(quotes.map(({ passage, version }) => [passage, version]))
  const units = [...live]
  const known = new Set(live.map(keyOf))
  for (const unit of live) {
    if (versions.get(unit.passage) !== unit.version) continue
    for (const { start, end, text } of unit.passageUnits ?? []) {
      const sibling: ScoredUnit = { ...unit, start, end, text, cosine: null, bm25: 0, score: 0 }
      if (known.has(keyOf(sibling))) continue
      known.add(keyOf(sibling))
      units.push(sibling)
    }
  }
  const { question, ranked } = rankUnits(asked, units)
  return { question, ranked, own: ranked.filter(({ unit }) => versions.get(unit.passage) === unit.version) }
}

/** Whether a unit stands whole inside one of the quotations. */
export function isQuoted({ passage, version, start, end }: ScoredUnit, quotes: readonly Quote[]): boolean {
  return quotes.some((quote) => quote.passage === passage && quote.version === version && quote.start <= start && end <= quote.end)
}

function keyOf({ passage, start, end }: ScoredUnit): string {
  return `${passage} ${start} ${end}`
}
