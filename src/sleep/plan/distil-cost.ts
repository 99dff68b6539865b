import { estimateSleep, type SleepSize } from '../../ledger/estimate-sleep.ts'
import { microsPerDollar } from '../../ledger/money.ts'
import type { DistilTerms } from './distil-by-demand.ts'
import { liveWorth, type PlanFacts } from './plan-facts.ts'

export interface DistilCost extends Pick<DistilTerms<{ readonly size: number }>, 'costOf' | 'liveWorth' | 'purse' | 'isTrial'> {
  /** Of distilling so many folders and topics, and wording questions over them. */
  readonly ofGroups: (count: number) => number
}

/** What caps leave, in the unit of the purse; null where none holds. */
function budgetIn({ tokens, micros }: PlanFacts['settings']['budget'], { costs }: PlanFacts['terms']): number | null {
  const rate = costs.live.tokens > 0 ? costs.live.cost / costs.live.tokens : 1
  const byTokens = tokens === null ? Number.POSITIVE_INFINITY : tokens * rate
  const left = Math.min(byTokens, costs.isPriced && micros !== null ? micros : Number.POSITIVE_INFINITY)
  return Number.isFinite(left) ? left : null
}

const nothing: SleepSize = { documents: 0, characters: 0, questions: 0 }

/** What a model's distillates cost, of a document by its size, against what live answers are worth and may be spent. */
export function distilCost({ settings, terms, purse }: PlanFacts): DistilCost {
  const price = settings.model?.price ?? null
  const of = (size: Partial<SleepSize>): number => {
    const { tokens, usd } = estimateSleep({ ...nothing, ...size }, price)
    return terms.priceFactor * (usd === null ? tokens : usd * microsPerDollar)
  }
  return {
    costOf: ({ size }) => of({ documents: 1, characters: size }),
    ofGroups: (count) => of({ groups: count, seeded: count }),
    liveWorth: liveWorth(terms),
    purse: settings.mandate === 'budget' ? budgetIn(settings.budget, terms) : (purse?.left ?? null),
    isTrial: settings.mandate !== 'schedule',
  }
}
