import { estimateSleep } from '../../ledger/estimate-sleep.ts'
import { microsPerDollar } from '../../ledger/money.ts'
import type { OwedQuestion } from '../../sleep/owed-questions.ts'
import type { PlanFacts } from '../../sleep/plan/plan-facts.ts'
import { countLevels, type PlannedQuestion } from '../../sleep/plan/plan-questions.ts'
import type { PlanRegionView } from '../reverie.ts'
import type { PlannedDocument } from './plan-source.ts'

/** Questions a model usually proposes for a document. */
export const questionsPerDocument = 12

export const askedByPeople = '(asked by people)'

/** A plan's work by region: what brings most first. */
export function planRegions(
  facts: PlanFacts,
  documents: readonly PlannedDocument[],
  chosen: readonly PlannedQuestion<OwedQuestion>[],
): readonly PlanRegionView[] {
  const byRegion = Map.groupBy(chosen, ({ question }) => question.region)
  const byPath = new Map(documents.map((document) => [document.path, document]))
  const views = [...new Set([...byPath.keys(), ...byRegion.keys()])].map((region) => {
    return regionView(facts, region, byPath.get(region), byRegion.get(region) ?? [])
  })
  return views.sort((a, b) => (b.net ?? 0) - (a.net ?? 0) || b.questions - a.questions || (a.region < b.region ? -1 : 1))
}

function regionView(
  { settings: { model }, terms: { costs } }: PlanFacts,
  region: string,
  document: PlannedDocument | undefined,
  chosen: readonly PlannedQuestion<OwedQuestion>[],
): PlanRegionView {
  const fresh = document === undefined ? 0 : Math.max(0, questionsPerDocument - chosen.length)
  const size = { documents: document === undefined ? 0 : 1, characters: document?.size ?? 0, questions: model === null ? 0 : fresh }
  const made = model === null ? { tokens: 0, usd: 0 } : estimateSleep(size, model.price)
  const sum = (of: (one: PlannedQuestion<OwedQuestion>) => number) => chosen.reduce((total, one) => total + of(one), 0)
  const usdOf = (micros: number) => (costs.isPriced ? micros / microsPerDollar : null)
  const benefit = usdOf(sum(({ value }) => value.benefit))
  const spent = usdOf(sum(({ value }) => value.cost))
  return {
    region: region === '' ? askedByPeople : region,
    documents: size.documents,
    questions: chosen.length + fresh,
    levels: countLevels(chosen),
    expectedAsks: sum(({ value }) => value.asks),
    saving: { tokens: Math.round(sum(({ value }) => value.savedTokens)), seconds: sum(({ value }) => value.savedMs) / 1000, usd: benefit },
    tokens: Math.round(made.tokens + sum(({ value }) => value.tokens)),
    usd: spent === null || made.usd === null ? null : spent + made.usd,
    net: benefit === null || spent === null ? null : benefit - spent,
    why: whyOf(document, chosen),
  }
}

function whyOf(document: PlannedDocument | undefined, chosen: readonly PlannedQuestion<OwedQuestion>[]): string {
  const missed = chosen.reduce((sum, { question }) => sum + question.missed, 0)
  if (missed > 0) return `${missed} asked and missed`
  if (document !== undefined) return document.why
  return chosen.toSorted((a, b) => b.value.net - a.value.net)[0]?.why ?? ''
}
