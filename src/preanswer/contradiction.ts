import type { AnswerBody } from '../spec/answer.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { differingValues } from './reading/differing-values.ts'
import { findCited } from './reading/find-cited.ts'
import { rankUnits } from './reading/ranked-unit.ts'

/** The unit that states another value for what an answer states, without being quoted by it; null where none does. */
export function contradictingUnit(question: string, body: AnswerBody, evidence: readonly ScoredUnit[]): ScoredUnit | null {
  const { question: read, ranked } = rankUnits(question, evidence)
  for (const quote of body.quotes) {
    const cited = findCited(quote, ranked)
    if (cited === null) continue
    const others = differingValues(read, [cited.reading, ...ranked.filter((one) => one !== cited.reading)])
    const unsaid = others.find(
      ({ unit }) => !body.quotes.some((own) => own.passage === unit.passage && own.start < unit.end && unit.start < own.end),
    )
    if (unsaid !== undefined) return unsaid.unit
  }
  return null
}
