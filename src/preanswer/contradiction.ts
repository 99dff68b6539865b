import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { differingValues } from './reading/differing-values.ts'
import { rankUnits } from './reading/ranked-unit.ts'

/** The unit that states another value for what an answer states, without being quoted by it; null where none does. */
export function contradictingUnit(question: string, body: AnswerBody, evidence: readonly ScoredUnit[]): ScoredUnit | null {
  const { question: read, ranked } = rankUnits(question, evidence)
  const unsaid = ranked.filter(({ unit }) => !body.quotes.some((quote) => isWithin(unit, quote)))
  for (const quote of body.quotes) {
    // Each sentence of a quotation states what it states, the value seldom in the one that ranks best.
    const differing = differingValues(
      read,
      ranked.filter(({ unit }) => isWithin(unit, quote)),
      unsaid,
    )
    if (differing !== null) return differing.others[0]?.unit ?? null
  }
  return null
}

function isWithin(unit: ScoredUnit, quote: Quote): boolean {
  return quote.passage === unit.passage && quote.start < unit.end && unit.start < quote.end
}
