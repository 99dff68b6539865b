import { accountDays } from '../../sleep/plan/account.ts'
import { enoughAsks } from '../../sleep/plan/enough-asks.ts'
import type { BalanceView, EconomyView } from '../reverie.ts'

/** How many more asks like those of the last 30 days pay back what sleep has cost so far. */
export function breakEvenOf(recent: BalanceView, ever: BalanceView): EconomyView['breakEven'] {
  if (ever.spent.tokens === 0) return { asks: 0, text: 'nothing was spent: there is nothing to pay back' }
  const isPriced = ever.net.usd !== null && recent.net.usd !== null
  const net = isPriced ? (ever.net.usd ?? 0) : ever.net.tokens
  if (net >= 0) return { asks: 0, text: 'it has paid back' }
  const spentLately = isPriced ? (recent.spent.usd ?? 0) : recent.spent.tokens
  const savedLately = (isPriced ? (recent.net.usd ?? 0) : recent.net.tokens) + spentLately
  if (recent.asks === 0 || savedLately <= 0) return { asks: null, text: 'never at this rate: nothing was saved in the last 30 days' }
  const asks = Math.ceil(-net / (savedLately / recent.asks))
  return { asks, text: `at today's rate it pays back after ${asks.toLocaleString('en-US')} more asks` }
}

export interface AdviceInput {
  readonly recent: BalanceView
  readonly ever: BalanceView
  readonly wasted: EconomyView['wasted']
  readonly hasModel: boolean
  readonly returnFloor: number
  /** Dollars. */
  readonly valueOfSecond: number
}

/** A return this far above the floor is safe; below it, less would do. */
const margin = 1.25
const muchWasted = 0.5

/** Whether to go on, sleep less or stop, with the reason and the setting that changes it. */
export function adviceOn({ recent, ever, wasted, hasModel, returnFloor, valueOfSecond }: AdviceInput): EconomyView['advice'] {
  if (!hasModel && ever.spent.tokens === 0)
    return { verdict: 'free', text: 'go on: without a model sleep costs nothing; what it saves is what a model would have been sent' }
  if (recent.asks < enoughAsks)
    return { verdict: 'too-early', text: `too early to tell: ${recent.asks} of ${enoughAsks} asks in the last ${accountDays} days` }
  const { spent, saved } = sidesOf(recent, valueOfSecond)
  if (spent === 0) return { verdict: 'go-on', text: `go on: nothing was spent asleep in the last ${accountDays} days` }
  const ratio = saved / spent
  const each = `each dollar spent asleep saved ${figure(ratio)} in the last ${accountDays} days`
  if (ratio < returnFloor)
    return {
      verdict: 'stop',
      text: `stop: ${each}, below the floor of ${figure(returnFloor)}; sleep spends no more on a model than asks that come again would have saved, what is pinned apart (returnFloor sets the floor, valueOfSecond what waiting is worth)`,
    }
  const share = ever.spent.tokens === 0 ? 0 : wasted.tokens / ever.spent.tokens
  if (ratio < returnFloor * margin || share > muchWasted) {
    const why =
      share > muchWasted
        ? `${Math.round(share * 100)} % of what was spent was never asked for`
        : `${each}, hardly above the floor of ${figure(returnFloor)}`
    return { verdict: 'sleep-less', text: `sleep less: ${why} (a lower budget keeps to what is surest)` }
  }
  return { verdict: 'go-on', text: `go on: ${each}` }
}

/** In dollars, waiting included, or in tokens, a millionth of a dollar each, where a price is unknown. */
function sidesOf({ spent, saved, net }: BalanceView, valueOfSecond: number): { readonly spent: number; readonly saved: number } {
  if (net.usd === null || spent.usd === null) {
    const token = 1e-6
    return { spent: spent.tokens * token, saved: saved.tokens * token + saved.seconds * valueOfSecond }
  }
  return { spent: spent.usd, saved: net.usd + spent.usd }
}

function figure(value: number): string {
  return value >= 0.1 ? value.toFixed(2) : Number(value.toPrecision(1)).toString()
}
