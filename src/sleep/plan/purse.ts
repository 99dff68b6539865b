import { type Account, balanceOf } from './account.ts'

/**
 * Who lets a sleep spend. `schedule`: it began by itself, and spends what sleeping has earned. `hand`: somebody asked for it,
 * and that much is tried on trust beside. `budget`: somebody said how much may go into it; the caps are what holds.
 */
export type SpendMandate = 'schedule' | 'hand' | 'budget'

/** Live answers whose cost a sleep begun by hand may risk before sleeping has earned anything. */
export const trialAnswers = 100

export interface PurseInput {
  readonly mandate: SpendMandate
  /** Of the last days that returns are told by. */
  readonly account: Account
  /** Asks of those days that came again: what sleeping could have spared. */
  readonly recurring: number
  /** What a live answer costs, waiting included, and its calls alone, in the purse's unit, and its tokens. */
  readonly live: { readonly worth: number; readonly cost: number; readonly tokens: number }
  /** Whether the model's price is known now: the purse is in micro-dollars then, else in tokens. */
  readonly isPriced: boolean
  readonly valueOfSecond: number
  /** Least that a dollar spent must save. */
  readonly returnFloor: number
}

/** What may be spent asleep by now, in micro-dollars, or in tokens where prices are unknown; null: only caps hold. */
export interface Purse {
  readonly left: number | null
  /** Why no more, in words. */
  readonly why: string
}

/**
 * What sleeping may spend beyond what it spent: what it has earned, or would have had it been prepared for the asks that came
 * again, whichever is more, by the return floor; and a trial where somebody asked for one. Sleep can then lose no more than
 * the trial in the days that returns are told by, and where nothing comes again a sleep that began by itself spends nothing.
 */
export function purseOf({ mandate, account, recurring, live, isPriced, valueOfSecond, returnFloor }: PurseInput): Purse {
  if (mandate === 'budget') return { left: null, why: '' }
  const { spent, saved } = inUnit(account, { live, isPriced, valueOfSecond })
  const earned = returnFloor <= 0 ? Number.POSITIVE_INFINITY : Math.max(saved, recurring * live.worth) / returnFloor
  const trial = mandate === 'hand' ? trialAnswers * live.cost : 0
  const left = Math.max(0, earned + trial - spent)
  const isProven = recurring > 0 || saved > 0
  return { left: Number.isFinite(left) ? left : null, why: isProven ? beyondEarned : mandate === 'hand' ? triedEnough : unproven }
}

/** Calls whose price was not known count at what a live answer's tokens cost now. */
function inUnit(
  account: Account,
  { live, isPriced, valueOfSecond }: Pick<PurseInput, 'live' | 'isPriced' | 'valueOfSecond'>,
): { readonly spent: number; readonly saved: number } {
  const { spent, saved } = account
  const balance = balanceOf(account, valueOfSecond)
  if (isPriced && balance.isPriced) return balance
  const rate = isPriced && live.tokens > 0 ? live.cost / live.tokens : 1
  return { spent: spent.tokens * rate, saved: saved.tokens * rate + (saved.ms / 1000) * valueOfSecond }
}

const anyway = 'reverie sleep --usd (or --budget) prepares it all the same'
const unproven = `no ask has come again yet, so nothing is spent ahead of one; ${anyway}`
const triedEnough = `as much as ${trialAnswers} live answers cost was tried, and no ask has come again yet; ${anyway}`
const beyondEarned = `sleeping has spent what it earned; ${anyway}`
