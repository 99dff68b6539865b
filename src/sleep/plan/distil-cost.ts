import { estimateSleep } from '../../ledger/estimate-sleep.ts'
import { microsPerDollar } from '../../ledger/money.ts'
import type { DistilTerms } from './distil-by-demand.ts'
import { liveWorth, type PlanFacts } from './plan-facts.ts'

/** What a model's distillate costs by the document's size, against what live answers are worth and may be spent. */
export function distilCost({
  settings,
  terms,
  purse,
}: PlanFacts): Pick<DistilTerms<{ readonly size: number }>, 'costOf' | 'liveWorth' | 'purse'> {
  const price = settings.model?.price ?? null
  return {
    costOf: ({ size }) => {
      const { tokens, usd } = estimateSleep({ documents: 1, characters: size, questions: 0 }, price)
      return terms.priceFactor * (usd === null ? tokens : usd * microsPerDollar)
    },
    liveWorth: liveWorth(terms),
    purse: purse?.left ?? null,
  }
}
