import type { ChannelKind } from '../spec/channel.ts'
import type { Purpose } from '../spec/ledger.ts'

/** Tokens, dollars, or both; what is absent is not capped. */
export interface Budget {
  readonly tokens?: number
  readonly usd?: number
}

/** Hard caps of one side beside `budget` (one sleep) and `askBudget` (a day's asks). */
export interface SideCapOptions {
  /** Of one sleep, or one ask. */
  readonly run?: Budget
  /** Of a day and of a month, in UTC, in the scope. */
  readonly day?: Budget
  readonly month?: Budget
  /** Of one purpose of calls in a day, in the scope. */
  readonly purposes?: Readonly<Partial<Record<Purpose, Budget>>>
}

/** Kept at most; what is worth least goes first, nothing a person pinned, approved or wrote. */
export interface KeepLimit {
  readonly count?: number
  readonly days?: number
  readonly megabytes?: number
}

/** What decides whether sleeping is worth it, when it happens, what it may spend and what is kept of it. */
export interface WorthOptions {
  readonly caps?: {
    readonly sleep?: SideCapOptions
    readonly ask?: SideCapOptions
    /** Over all scopes of the database and both sides. */
    readonly everywhere?: { readonly day?: Budget; readonly month?: Budget }
  }
  /** At the ask cap: answer by quoting, marked (`quote`), or fail (`error`). Prepared answers are served either way. Default `quote`. */
  readonly onCap?: 'quote' | 'error'
  /** When calls cost less: cron windows with the factor of their price. Default: flat. */
  readonly priceWindows?: readonly { readonly cron: string; readonly hours: number; readonly factor: number }[]
  /** How calls asleep reach the model. Default `direct`. */
  readonly channel?: ChannelKind
  /** What a second of waiting is worth, in dollars. Default 0.001. */
  readonly valueOfSecond?: number
  /** Least that a dollar spent asleep must save: sleeps spend what they earned over the last 30 days, divided by it. Default 1. */
  readonly returnFloor?: number
  /** `demand`: a model distils what enough people ask about, and before anything was asked what a trial reaches. Default `demand`. */
  readonly distil?: 'demand' | 'all'
  readonly idle?: {
    /** Seconds without an ask. Default 60. */
    readonly afterSeconds?: number
    /** Cron expressions of when a sleep may begin; absent: any time. */
    readonly windows?: readonly string[]
    /** Load average for each core above which it waits. Default 0.7. */
    readonly maxLoad?: number
    /** Sleep on battery too. Default false. */
    readonly onBattery?: boolean
  }
  readonly retention?: {
    readonly answers?: KeepLimit
    readonly keys?: KeepLimit
    readonly questions?: KeepLimit
    readonly records?: KeepLimit
  }
  /** Whether questions about recent changes are answered from the commits of the repository the folder is in. Default true. */
  readonly commits?: boolean
  /** What is kept of the words that people asked: all, a keyed hash, or nothing. Default `kept`. */
  readonly askedText?: 'kept' | 'hashed' | 'off'
  /** `approvedOnly`: nothing is served that no person approved. Default `all`. */
  readonly serve?: 'all' | 'approvedOnly'
}
