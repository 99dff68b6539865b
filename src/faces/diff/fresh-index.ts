import { indexPassage } from '../../retrieve/indexed-passage.ts'
import type { WeightedTerm } from '../../retrieve/rank-hybrid.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { FreshUnit } from './laid-change.ts'

/** New text by its words. */
export interface FreshIndex {
  /** New units that hold at least this share of the terms by weight, in themselves or by title and place. */
  covering(terms: readonly WeightedTerm[], least: number): readonly FreshUnit[]
  /** The new units that share most words with a text, at least half of its words, best first and not many. */
  like(text: string): readonly FreshUnit[]
}

const leastLike = 0.5
const mostLike = 40

/** Indexes new units by their terms, so that each question is compared only with what could speak of it. */
export function createFreshIndex(fresh: readonly FreshUnit[]): FreshIndex {
  const postings = new Map<string, FreshUnit[]>()
  for (const [passage, units] of Map.groupBy(fresh, (unit) => unit.passage)) {
    const indexed = indexPassage(passage, () => 0)
    for (const unit of units) {
      for (const term of indexed.units[unit.ordinal]?.terms.keys() ?? []) {
        const known = postings.get(term)
        if (known === undefined) postings.set(term, [unit])
        else known.push(unit)
      }
    }
  }

  /** Units with what they hold of the terms, rarest first: once too little is left, none that was not met can reach the share. */
  function shares(terms: readonly Pick<WeightedTerm, 'term' | 'weight'>[], least: number): readonly (readonly [FreshUnit, number])[] {
    const total = terms.reduce((sum, { weight }) => sum + weight, 0)
    const sums = new Map<FreshUnit, number>()
    let left = total
    for (const { term, weight } of terms) {
      const isLate = left < least * total
      left -= weight
      for (const unit of postings.get(term) ?? []) {
        const sum = sums.get(unit)
        if (sum !== undefined || !isLate) sums.set(unit, (sum ?? 0) + weight)
      }
    }
    return [...sums].filter(([, sum]) => total > 0 && sum >= least * total)
  }

  return {
    covering: (terms, least) => shares(terms, least).map(([unit]) => unit),
    like(text) {
      const terms = [...new Set(tokenise(text))].map((term) => ({ term, weight: 1, found: postings.get(term)?.length ?? 0 }))
      const found = shares(
        terms.sort((a, b) => a.found - b.found),
        leastLike,
      )
      return found
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, mostLike)
        .map(([unit]) => unit)
    },
  }
}
