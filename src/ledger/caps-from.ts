import type { ModelPrice, Purpose } from '../spec/ledger.ts'
import { askCap, type BudgetOption, type SideCaps, type SpendCap, sleepCap } from './spend-cap.ts'

/** Caps of one side as configured. */
interface SideOptions {
  readonly run?: BudgetOption
  readonly day?: BudgetOption
  readonly month?: BudgetOption
  readonly purposes?: Readonly<Partial<Record<Purpose, BudgetOption>>>
}

/** The settings that caps are made from. */
export interface CapOptions {
  /** Of one sleep. */
  readonly budget?: BudgetOption | undefined
  /** Of a day's asks in the scope. */
  readonly askBudget?: BudgetOption | undefined
  readonly caps?:
    | {
        readonly sleep?: SideOptions
        readonly ask?: SideOptions
        readonly everywhere?: { readonly day?: BudgetOption; readonly month?: BudgetOption }
      }
    | undefined
}

/**
 * All caps that the settings ask for. A model that costs money has a default of a dollar a sleep, and a dollar for a day's
 * asks, where neither the budget nor the cap of the same window is set.
 */
export function capsFrom({ budget, askBudget, caps = {} }: CapOptions, price: ModelPrice | null): SideCaps {
  const { sleep = {}, ask = {}, everywhere = {} } = caps
  const both = [
    capOf(everywhere.day, { per: 'day', where: 'everywhere', setting: 'caps.everywhere.day' }),
    capOf(everywhere.month, { per: 'month', where: 'everywhere', setting: 'caps.everywhere.month' }),
  ]
  const ofSleep = isSet(budget) || !isSet(sleep.run) ? sleepCap(price, budget) : null
  const ofAsks = isSet(askBudget) || !isSet(ask.day) ? askCap(price, askBudget) : null
  return {
    sleep: [ofSleep, ...sideCaps('sleep', sleep), ...both].filter((cap) => cap !== null),
    ask: [ofAsks, ...sideCaps('ask', ask), ...both].filter((cap) => cap !== null),
  }
}

function sideCaps(side: 'sleep' | 'ask', { run, day, month, purposes = {} }: SideOptions): readonly (SpendCap | null)[] {
  const setting = `caps.${side}`
  return [
    capOf(run, { per: 'cause', setting: `${setting}.run` }),
    capOf(day, { per: 'day', setting: `${setting}.day` }),
    capOf(month, { per: 'month', setting: `${setting}.month` }),
    ...Object.entries(purposes).map(([name, budget]) => {
      // The keys of a record come back as strings.
      const purpose = name as Purpose
      return capOf(budget, { per: 'day', purpose, setting: `${setting}.purposes.${purpose}` })
    }),
  ]
}

function capOf(budget: BudgetOption | undefined, window: Omit<SpendCap, 'tokens' | 'usd'>): SpendCap | null {
  return isSet(budget) ? { tokens: budget.tokens ?? null, usd: budget.usd ?? null, ...window } : null
}

function isSet(budget: BudgetOption | undefined): budget is BudgetOption {
  return budget?.tokens !== undefined || budget?.usd !== undefined
}
