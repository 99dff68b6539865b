import { ReverieError } from '../spec/errors.ts'
import type { Store } from '../spec/store.ts'
import { type LedgerRow, spentInWindow } from './ledger-table.ts'
import { microsFromDollars, microsPerDollar } from './money.ts'
import type { SpendCap } from './spend-cap.ts'

/** The error of a reservation that a cap did not allow: which cap and window, what is gone of it, what the call may need and what raises it. */
export async function refusedReservation(store: Store, row: LedgerRow, cap: SpendCap): Promise<ReverieError> {
  const { side, purpose } = row.context
  const spent = await spentInWindow(store.read, cap, row.context, row.at)
  // Others may have settled for less since it was refused: then the caps are told without saying which was short.
  const isMoney = cap.usd !== null && (cap.tokens === null || spent.tokens + row.tokens <= cap.tokens)
  const limit = isMoney ? dollars(microsFromDollars(cap.usd)) : `${cap.tokens} tokens`
  const needs = isMoney ? cents(row.micros ?? 0) : `${row.tokens} tokens`
  const gone = isMoney ? cents(spent.micros) : `${spent.tokens} tokens`
  return new ReverieError(
    'budget-refused',
    `The ${whose(cap, side)} budget of ${limit} for ${windowName(cap)} does not allow a call for ${purpose} that may need ${needs}: ${gone} are spent or reserved.`,
    { hint: hintOf(cap, side) },
  )
}

function whose({ where, purpose }: SpendCap, side: 'sleep' | 'ask'): string {
  if (where === 'everywhere') return 'whole'
  return purpose === undefined ? side : `${side} (${purpose})`
}

function windowName({ per, where }: SpendCap): string {
  const name = { cause: 'this run', day: 'today', month: 'this month', ever: 'ever' }[per]
  return where === 'everywhere' ? `${name}, over all scopes and both sides,` : name
}

function hintOf({ setting }: SpendCap, side: 'sleep' | 'ask'): string {
  const raise =
    setting === undefined || setting === 'budget'
      ? side === 'sleep'
        ? 'Raise --budget'
        : 'Raise askBudget (REVERIE_ASK_BUDGET)'
      : setting === 'askBudget'
        ? 'Raise askBudget (REVERIE_ASK_BUDGET)'
        : `Raise ${setting}`
  return side === 'sleep'
    ? `${raise}, or let a later sleep go on from here.`
    : `${raise}, or ask without a model; what is prepared is served all the same.`
}

function dollars(micros: number): string {
  return `$${micros / microsPerDollar}`
}

function cents(micros: number): string {
  return `$${(micros / microsPerDollar).toFixed(4)}`
}
