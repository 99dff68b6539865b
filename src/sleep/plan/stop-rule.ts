import { type Account, accountDays, balanceOf } from './account.ts'

/** Fewer asks than this tell nothing of what is asked. */
export const enoughAsks = 20

/** Why nothing that costs anything is prepared any more, in words, or null: go on. */
export interface StopInput {
  /** Of the last {@link accountDays} days. */
  readonly account: Account
  /** Least that a dollar spent must have saved. */
  readonly returnFloor: number
  /** Micro-dollars a second of waiting is worth. */
  readonly valueOfSecond: number
}

/** The return floor: once enough was asked to tell, a scope whose sleep has not paid for itself stops spending. */
export function stopsAtFloor({ account, returnFloor, valueOfSecond }: StopInput): string | null {
  if (account.asks < enoughAsks) return null
  const { spent, saved } = balanceOf(account, valueOfSecond)
  if (spent <= 0 || saved / spent >= returnFloor) return null
  const figure = (value: number) => (value >= 0.1 ? value.toFixed(2) : Number(value.toPrecision(1)).toString())
  return `in ${accountDays} days and ${account.asks} asks each dollar spent asleep saved ${figure(saved / spent)}, below the floor of ${figure(returnFloor)}`
}
