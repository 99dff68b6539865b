import type { OwedQuestion } from '../../sleep/owed-questions.ts'
import { distilCost } from '../../sleep/plan/distil-cost.ts'
import type { PlanFacts } from '../../sleep/plan/plan-facts.ts'
import type { PlannedQuestion } from '../../sleep/plan/plan-questions.ts'
import type { PlannedDocument } from './plan-source.ts'

/** Questions a model usually proposes for a document. */
const questionsPerDocument = 12

/**
 * Questions that the documents to distil will bring and the sleep will answer, by path: as many as are usual, less those known
 * by now, as far as `most` and what may be spent reach.
 */
export function freshQuestions(
  facts: PlanFacts,
  {
    documents,
    chosen,
    most,
  }: {
    readonly documents: readonly PlannedDocument[]
    readonly chosen: readonly PlannedQuestion<OwedQuestion>[]
    readonly most: number
  },
): ReadonlyMap<string, number> {
  const known = Map.groupBy(chosen, ({ question }) => question.region)
  const { costs, priceFactor } = facts.terms
  const { costOf } = distilCost(facts)
  const spent = documents.reduce((sum, document) => sum + costOf(document), 0) + chosen.reduce((sum, { value }) => sum + value.cost, 0)
  const each = priceFactor * costs.levels[3].cost
  const purse = facts.settings.model === null ? null : (facts.purse?.left ?? null)
  const affordable = purse === null || each === 0 ? Number.POSITIVE_INFINITY : Math.floor(Math.max(0, purse - spent) / each)
  let room = Math.max(0, Math.min(most - chosen.length, affordable))
  const fresh = new Map<string, number>()
  for (const { path } of documents) {
    const count = Math.min(room, Math.max(0, questionsPerDocument - (known.get(path)?.length ?? 0)))
    if (count === 0) continue
    room -= count
    fresh.set(path, count)
  }
  return fresh
}
