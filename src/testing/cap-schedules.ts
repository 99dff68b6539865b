import { attributed } from '../ledger/attribution.ts'
import { dayOf } from '../ledger/ledger-table.ts'
import { type Ledger, openLedger } from '../ledger/open-ledger.ts'
import type { SpendCap } from '../ledger/spend-cap.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { SpendContext } from '../spec/ledger.ts'
import type { Store } from '../spec/store.ts'
import { seededRandom } from './seeded-random.ts'

/** One cap of every window, in the scope and everywhere, of a side and of a purpose. */
export const scheduleCaps: readonly SpendCap[] = [
  { per: 'cause', tokens: 700, usd: 0.0012, setting: 'run' },
  { per: 'day', tokens: 1000, usd: 0.0016, setting: 'day' },
  { per: 'month', tokens: 1300, usd: 0.0024, setting: 'month' },
  { per: 'day', where: 'everywhere', tokens: 1500, usd: 0.0028, setting: 'everywhere day' },
  { per: 'month', where: 'everywhere', tokens: 2600, usd: 0.0045, setting: 'everywhere month' },
  { per: 'day', purpose: 'verify', tokens: 450, usd: 0.0009, setting: 'purpose' },
]

/** What came of one schedule. */
export interface ScheduleOutcome {
  readonly made: number
  readonly refused: number
  readonly crashed: number
  /** Caps that were passed at some moment, in words. */
  readonly passed: readonly string[]
  /** Settings of caps that refused. */
  readonly refusedBy: readonly string[]
}

/** A call that the provider may charge for: its worst case until it ends, then what it used. */
interface Charged {
  readonly at: number
  readonly context: SpendContext
  tokens: number
  micros: number
}

const hourMs = 3_600_000
/** Schedules lie so far apart that none shares a month with another. */
const apartMs = 70 * 24 * hourMs

/**
 * Runs calls of several runs, sides, scopes and ledgers at once, in an order that the seed decides: each reserves, and then
 * settles, is released or crashes, while the clock moves over ends of days and months and sometimes back. After every step what
 * a provider could have charged is added up apart from the ledger and held against every cap.
 */
export async function runCapSchedule(stores: readonly Store[], seed: number): Promise<ScheduleOutcome> {
  const random = seededRandom(seed)
  const chance = (share: number) => random.next() < share
  const below = (count: number) => Math.floor(random.next() * count)
  // Shortly before the end of a month.
  let now = Date.UTC(1971, 0, 31, 20) + seed * apartMs
  now = Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth() + 1, 0, 20)
  const clock = { now: () => now, monotonic: () => now }
  const ledgers = stores.map((store, index) => openLedger({ store, clock, random: seededRandom(seed * 31 + index) }))
  const charges: Charged[] = []
  const passed = new Set<string>()
  const refusedBy = new Set<string>()
  let refused = 0
  let crashed = 0

  const call = (): (() => Promise<void>)[] => {
    const ledger = ledgers[below(ledgers.length)] as Ledger
    const side = chance(0.7) ? 'sleep' : 'ask'
    const context: SpendContext = {
      scope: `schedule ${seed} ${below(2)}` as ScopeId,
      cause: `${seed} ${side} ${below(3)}`,
      side,
      purpose: chance(0.4) ? 'verify' : 'pre-answer',
    }
    const worst = { tokens: 20 + below(380), micros: 20 + below(680) }
    let id: string | null = null
    let charged: Charged | null = null
    const reserve = async () => {
      charged = { at: now, context, ...worst }
      try {
        id = await attributed({ predictor: 'history', region: '' }, () => ledger.reserve({ context, model: 'm', ...worst }, scheduleCaps))
        charges.push(charged)
      } catch (cause) {
        if (!(cause instanceof ReverieError) || cause.code !== 'budget-refused') throw cause
        refused += 1
        for (const { setting = '' } of scheduleCaps) if (cause.hint?.includes(`Raise ${setting},`)) refusedBy.add(setting)
      }
    }
    const end = async () => {
      if (id === null || charged === null) return
      if (chance(0.15)) {
        crashed += 1
        return
      }
      const share = chance(0.2) ? 0 : chance(0.3) ? 1 : random.next()
      charged.tokens = Math.floor(worst.tokens * share)
      charged.micros = Math.floor(worst.micros * share)
      if (share === 0) await ledger.release(id)
      else await ledger.settle(id, { inputTokens: charged.tokens, cachedTokens: 0, outputTokens: 0, micros: charged.micros })
    }
    return [reserve, end]
  }

  const calls = Array.from({ length: 6 + below(9) }, call)
  const made = calls.length
  const busy = new Set<Promise<void>>()
  const waiting = new Set(calls)
  while (waiting.size + busy.size > 0) {
    const next = [...waiting][below(waiting.size)]
    const step = next?.shift()
    if (next === undefined || step === undefined) {
      await Promise.race(busy)
      continue
    }
    if (chance(0.3)) now += chance(0.2) ? -hourMs * below(30) : hourMs * below(14)
    // A call ends only after it began.
    waiting.delete(next)
    const running = step().finally(() => {
      if (next.length > 0) waiting.add(next)
      busy.delete(running)
      for (const excess of excesses(charges)) passed.add(excess)
    })
    busy.add(running)
    if (chance(0.4)) await Promise.race(busy)
  }
  for (const excess of excesses(charges)) passed.add(excess)
  return { made, refused, crashed, passed: [...passed], refusedBy: [...refusedBy] }
}

/** Caps whose windows were charged more than they allow. */
function excesses(charges: readonly Charged[]): readonly string[] {
  return scheduleCaps.flatMap((cap) => {
    const sums = new Map<string, { tokens: number; micros: number }>()
    for (const charge of charges) {
      if (cap.purpose !== undefined && cap.purpose !== charge.context.purpose) continue
      const key = windowKey(cap, charge)
      const sum = sums.get(key) ?? { tokens: 0, micros: 0 }
      sums.set(key, { tokens: sum.tokens + charge.tokens, micros: sum.micros + charge.micros })
    }
    return [...sums].flatMap(([key, { tokens, micros }]) =>
      tokens > (cap.tokens ?? Number.POSITIVE_INFINITY) || micros > Math.round((cap.usd ?? Number.POSITIVE_INFINITY) * 1_000_000)
        ? [`${cap.setting} ${key}: ${tokens} tokens, ${micros} micro-dollars`]
        : [],
    )
  })
}

function windowKey({ per, where }: SpendCap, { at, context }: Charged): string {
  const whose = where === 'everywhere' ? 'all' : `${context.scope}/${context.side}`
  const when = per === 'cause' ? context.cause : per === 'day' ? dayOf(at) : per === 'month' ? dayOf(at).slice(0, 7) : 'ever'
  return `${whose} ${when}`
}
