import { dollarsOf, microsPerDollar } from '../../ledger/money.ts'
import { addSpent, spentSince } from '../../ledger/spent-since.ts'
import { wastedCalls } from '../../ledger/wasted-calls.ts'
import { predictorReturns } from '../../predict/yields/predictor-returns.ts'
import { type Account, accountDays, accountSince } from '../../sleep/plan/account.ts'
import { defaultReturnFloor, defaultValueOfSecond } from '../../sleep/plan/plan-facts.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { BalanceView, EconomyView, PredictorBalance } from '../reverie.ts'
import { adviceOn, breakEvenOf } from './economy-advice.ts'

export interface EconomyInput {
  readonly store: Store
  readonly scope: ScopeId
  /** Epoch ms. */
  readonly now: number
  readonly hasModel: boolean
  /** Dollars a second of waiting is worth. */
  readonly valueOfSecond?: number | undefined
  readonly returnFloor?: number | undefined
}

const day = 86_400_000

/** Whether sleeping pays: sums over ledger and savings rows, what was wasted, and what follows from it. */
export async function economyView(input: EconomyInput): Promise<EconomyView> {
  const { store, scope, now, hasModel, valueOfSecond, returnFloor } = input
  const db = store.read
  const second = valueOfSecond ?? defaultValueOfSecond
  const recent = balanceView(await accountSince(db, scope, now - accountDays * day), second)
  const ever = balanceView(await accountSince(db, scope), second)
  const { questions, ...lost } = await wastedCalls(db, scope, now)
  const wasted = { count: questions, tokens: lost.tokens, usd: lost.unpricedCalls > 0 ? null : dollarsOf(lost.micros) }
  const breakEven = breakEvenOf(recent, ever)
  const floor = returnFloor ?? defaultReturnFloor
  return {
    recent,
    ever,
    predictors: await predictorsOf(input),
    breakEven,
    wasted,
    advice: adviceOn({ recent, ever, wasted, hasModel, returnFloor: floor, valueOfSecond: second }),
  }
}

function balanceView({ asks, hits, spent, saved }: Account, second: number): BalanceView {
  const isPriced = spent.unpriced === 0 && saved.unpriced === 0
  const seconds = saved.ms / 1000
  return {
    asks,
    hits,
    spent: { tokens: spent.tokens, usd: spent.unpriced > 0 ? null : dollarsOf(spent.micros) },
    saved: { tokens: saved.tokens, usd: saved.unpriced > 0 ? null : dollarsOf(saved.micros), seconds },
    net: {
      tokens: saved.tokens - spent.tokens,
      usd: isPriced ? (saved.micros - spent.micros) / microsPerDollar + seconds * second : null,
    },
  }
}

/** Beside the predictors what was spent on no single question: distilling, keys, checks. */
async function predictorsOf({ store, scope, now }: EconomyInput): Promise<readonly PredictorBalance[]> {
  const returns = await predictorReturns(store, scope, { now, days: accountDays })
  const own = returns.map(({ predictor, spent, saved, share, why, unpriced }): PredictorBalance => {
    const usd = (amount: number) => (unpriced > 0 ? null : amount)
    return {
      predictor,
      spent: { tokens: spent.tokens, usd: usd(spent.usd) },
      saved: { tokens: saved.tokens, usd: usd(saved.usd) },
      share,
      why,
    }
  })
  const groups = await spentSince(store.read, { scope, since: now - accountDays * day })
  const rest = addSpent(groups.filter(({ side, predictor }) => side === 'sleep' && predictor === ''))
  if (rest.tokens === 0) return own
  const usd = rest.unpricedCalls > 0 ? null : dollarsOf(rest.micros)
  return [...own, { predictor: '', spent: { tokens: rest.tokens, usd }, saved: { tokens: 0, usd: 0 }, share: null, why: '' }]
}
