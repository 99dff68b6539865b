import { estimateSleep, type SleepEstimate } from '../../ledger/estimate-sleep.ts'
import { microsPerDollar } from '../../ledger/money.ts'
import type { OwedQuestion } from '../../sleep/owed-questions.ts'
import type { PlanFacts } from '../../sleep/plan/plan-facts.ts'
import { countLevels, type PlannedQuestion } from '../../sleep/plan/plan-questions.ts'
import type { PlanRegionView } from '../reverie.ts'
import { foldRegions } from './fold-regions.ts'
import type { PlannedDocument } from './plan-source.ts'

export const askedByPeople = '(asked by people)'
export const wholeCorpus = '(whole corpus)'

/** What a plan's rows are made from. */
export interface RegionsInput {
  readonly facts: PlanFacts
  /** To distil. */
  readonly documents: readonly PlannedDocument[]
  /** Questions known by now. */
  readonly chosen: readonly PlannedQuestion<OwedQuestion>[]
  /** Questions expected of a document to distil, by its path; absent: none. */
  readonly fresh: ReadonlyMap<string, number>
  /** What is for no region, and what it is in words; null: nothing is. */
  readonly whole: { readonly estimate: SleepEstimate; readonly why: string } | null
}

const regionsShown = 40

/**
 * A plan's work by region: what brings most first, then what is for the corpus as a whole. The rows are all of the work: their
 * calls, tokens and prices add up to the plan's.
 */
export function planRegions({ facts, documents, chosen, fresh, whole }: RegionsInput): readonly PlanRegionView[] {
  const byRegion = Map.groupBy(chosen, ({ question }) => question.region)
  const byPath = new Map(documents.map((document) => [document.path, document]))
  const views = [...new Set([...byPath.keys(), ...byRegion.keys()])].map((region) => {
    return regionView(facts, { region, document: byPath.get(region), chosen: byRegion.get(region) ?? [], fresh: fresh.get(region) ?? 0 })
  })
  const sorted = views.sort((a, b) => (b.net ?? 0) - (a.net ?? 0) || b.questions - a.questions || (a.region < b.region ? -1 : 1))
  return [...foldRegions(sorted, regionsShown), ...(whole === null ? [] : [wholeView(facts, whole)])]
}

interface RegionInput {
  readonly region: string
  readonly document: PlannedDocument | undefined
  readonly chosen: readonly PlannedQuestion<OwedQuestion>[]
  readonly fresh: number
}

function regionView(facts: PlanFacts, { region, document, chosen, fresh }: RegionInput): PlanRegionView {
  const { isPriced } = facts.terms.costs
  const size = { documents: document === undefined ? 0 : 1, characters: document?.size ?? 0, questions: fresh }
  const made = modelWork(facts, estimateSleep(size, facts.settings.model?.price ?? null))
  const sum = (of: (one: PlannedQuestion<OwedQuestion>) => number) => chosen.reduce((total, one) => total + of(one), 0)
  const usdOf = (micros: number) => (isPriced ? micros / microsPerDollar : null)
  const benefit = usdOf(sum(({ value }) => value.benefit))
  const spent = usdOf(sum(({ value }) => value.cost))
  return {
    region: region === '' ? askedByPeople : region,
    documents: size.documents,
    questions: chosen.length + fresh,
    levels: countLevels(chosen),
    expectedAsks: sum(({ value }) => value.asks),
    saving: { tokens: Math.round(sum(({ value }) => value.savedTokens)), seconds: sum(({ value }) => value.savedMs) / 1000, usd: benefit },
    calls: made.calls + (facts.settings.model === null ? 0 : sum(({ level }) => Math.max(0, level - 1))),
    tokens: Math.round(made.tokens + sum(({ value }) => value.tokens)),
    usd: spent === null || made.usd === null ? null : spent + made.usd,
    net: benefit === null || spent === null ? null : benefit - spent,
    why: whyOf(document, chosen),
  }
}

function wholeView(facts: PlanFacts, { estimate, why }: NonNullable<RegionsInput['whole']>): PlanRegionView {
  const { calls, tokens, usd } = modelWork(facts, estimate)
  const known = facts.terms.costs.isPriced ? 0 : null
  const nothing = { documents: 0, questions: 0, levels: {}, expectedAsks: 0, saving: { tokens: 0, seconds: 0, usd: known } }
  return { region: wholeCorpus, ...nothing, calls, tokens, usd, net: known, why }
}

/** An estimate at what calls cost now; nothing without a model. */
function modelWork({ settings, terms }: PlanFacts, { calls, tokens, usd }: SleepEstimate): SleepEstimate {
  if (settings.model === null) return { calls: 0, tokens: 0, usd: 0 }
  return { calls, tokens, usd: usd === null ? null : terms.priceFactor * usd }
}

function whyOf(document: PlannedDocument | undefined, chosen: readonly PlannedQuestion<OwedQuestion>[]): string {
  const missed = chosen.reduce((sum, { question }) => sum + question.missed, 0)
  if (missed > 0) return `${missed} asked and missed`
  if (document !== undefined) return document.why
  return chosen.toSorted((a, b) => b.value.net - a.value.net)[0]?.why ?? ''
}
