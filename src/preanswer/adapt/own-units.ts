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
  const cited = new Set(live.flatMap(({ passage }) => (versions.has(passage) ? [passage] : [])))
  const known = new Set(live.flatMap((unit) => (cited.has(unit.passage) ? [keyOf(unit)] : [])))
  const added: ScoredUnit[] = []
  for (const unit of live) {
    if (versions.get(unit.passage) !== unit.version) continue
    for (const sibling of siblingsOf(unit)) {
      if (known.has(keyOf(sibling))) continue
      known.add(keyOf(sibling))
      added.push(sibling)
    }
  }
  const { question, ranked } = rankUnits(asked, added.length === 0 ? live : [...live, ...added])
  return { question, ranked, own: ranked.filter(({ unit }) => versions.get(unit.passage) === unit.version) }
}

// Candidates that quote the same passage are read with the same units.
const knownSiblings = new WeakMap<ScoredUnit, readonly ScoredUnit[]>()

/** Every unit of a unit's passage, as one that retrieval did not bring by itself. */
function siblingsOf(unit: ScoredUnit): readonly ScoredUnit[] {
  const before = knownSiblings.get(unit)
  if (before !== undefined) return before
  const siblings = (unit.passageUnits ?? []).map(({ start, end, text }) => ({ ...unit, start, end, text, cosine: null, bm25: 0, score: 0 }))
  knownSiblings.set(unit, siblings)
  return siblings
}

/** Whether live retrieval brought a passage that is quoted, at the version quoted. */
export function isFound(quotes: readonly Quote[], live: readonly ScoredUnit[]): boolean {
  const versions = new Map(quotes.map(({ passage, version }) => [passage, version]))
  return live.some((unit) => versions.get(unit.passage) === unit.version)
}

/** Whether a unit stands whole inside one of the quotations. */
export function isQuoted({ passage, version, start, end }: ScoredUnit, quotes: readonly Quote[]): boolean {
  return quotes.some((quote) => quote.passage === passage && quote.version === version && quote.start <= start && end <= quote.end)
}

function keyOf({ passage, start, end }: ScoredUnit): string {
  return `${passage} ${start} ${end}`
}
