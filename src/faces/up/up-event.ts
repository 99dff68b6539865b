import type { Spend } from '../../spec/answer.ts'
import type { SleepReceipt, WatchedSync } from '../reverie.ts'

/** What a daemon tells whoever started it. */
export type UpEvent =
  | { readonly kind: 'up'; readonly at: number; readonly pid: number; readonly address: string }
  | { readonly kind: 'synced'; readonly at: number; readonly sync: WatchedSync }
  | { readonly kind: 'state'; readonly at: number; readonly state: 'awake' | 'drowsy' | 'asleep' | 'yielding'; readonly why: string }
  | { readonly kind: 'slept'; readonly at: number; readonly receipt: SleepReceipt }
  | { readonly kind: 'failed'; readonly at: number; readonly message: string; readonly hint: string | null; readonly againInMs: number }
  | { readonly kind: 'note'; readonly at: number; readonly note: string }
  /** The last one of a clean stop: what was done while it was up. */
  | {
      readonly kind: 'down'
      readonly at: number
      readonly upMs: number
      /** Sleeps that ended by themselves or were stopped; `idle` of them had nothing to do. */
      readonly slept: number
      readonly idle: number
      readonly failed: number
      /** Answers and lists that were made. */
      readonly prepared: number
      /** Of the sleeps in `slept`; the ledger has all of it. */
      readonly spend: Spend
    }
