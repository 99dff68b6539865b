import type { Spend } from '../../spec/answer.ts'
import { noSpend } from '../../spec/ledger.ts'

/** What a sleep's calls came to that wait in batches. */
export interface BatchReport {
  /** Calls sent together by this sleep. */
  readonly sent: number
  /** Calls sent, by this sleep or before, whose answers have not come. */
  readonly waiting: number
  /** When the last of them must have been answered, or null where none waits. */
  readonly expectedBy: number | null
  /** Answers that came since the last sleep, and those that this one used. */
  readonly answered: number
  readonly used: number
  /** What those that came cost; the ledger has it in the sleep that asked for them. */
  readonly spend: Spend
  /** Answers paid for that nobody asks for any more. */
  readonly wasted: number
  /** Calls that came back without an answer and are owed again, or are left alone, by reason. */
  readonly returned: readonly { readonly reason: string; readonly count: number }[]
  /** What went wrong with a batch as a whole, in sentences. */
  readonly problems: readonly string[]
}

/** What is counted while a sleep goes on. */
export interface BatchCounts {
  sent: number
  answered: number
  used: number
  wasted: number
  spend: Spend
  readonly returned: Map<string, number>
  readonly problems: string[]
}

export function noCounts(): BatchCounts {
  return { sent: 0, answered: 0, used: 0, wasted: 0, spend: noSpend, returned: new Map(), problems: [] }
}

export function countReturned({ returned }: BatchCounts, reason: string): void {
  returned.set(reason, (returned.get(reason) ?? 0) + 1)
}
