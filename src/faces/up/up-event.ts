import type { SleepReceipt, WatchedSync } from '../reverie.ts'

/** What a daemon tells whoever started it. */
export type UpEvent =
  | { readonly kind: 'up'; readonly at: number; readonly pid: number; readonly address: string }
  | { readonly kind: 'synced'; readonly at: number; readonly sync: WatchedSync }
  | { readonly kind: 'state'; readonly at: number; readonly state: 'awake' | 'drowsy' | 'asleep' | 'yielding'; readonly why: string }
  | { readonly kind: 'slept'; readonly at: number; readonly receipt: SleepReceipt }
  | { readonly kind: 'failed'; readonly at: number; readonly message: string; readonly hint: string | null; readonly againInMs: number }
  | { readonly kind: 'note'; readonly at: number; readonly note: string }
