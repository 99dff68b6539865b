import { attributed } from '../ledger/attribution.ts'
import { type Ledger, type LedgerDependencies, openLedger } from '../ledger/open-ledger.ts'
import type { SpendCap } from '../ledger/spend-cap.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { SpendContext } from '../spec/ledger.ts'
import type { Random } from '../spec/random.ts'
import type { Store } from '../spec/store.ts'
import { type Charged, excesses, fitsAll } from './cap-charges.ts'
import { seededRandom } from './seeded-random.ts'

/** One cap of every window, in the scope and everywhere, of a side and of a purpose; `most`: its largest limit in tokens. */
const capKinds = [
  { per: 'cause', setting: 'run', most: 800 },
  { per: 'day', setting: 'day', most: 1000 },
  { per: 'month', setting: 'month', most: 1500 },
  { per: 'day', where: 'everywhere', setting: 'everywhere day', most: 1500 },
  { per: 'month', where: 'everywhere', setting: 'everywhere month', most: 2400 },
  { per: 'day', purpose: 'verify', setting: 'purpose', most: 700 },
] as const satisfies readonly (Omit<SpendCap, 'tokens' | 'usd'> & { readonly most: number })[]

/** Settings of the caps that schedules run under. */
export const scheduledSettings = capKinds.map(({ setting }) => setting)

/** What came of one schedule. */
export interface ScheduleOutcome {
  readonly made: number
  readonly refused: number
  readonly crashed: number
  /** Caps that were passed at some moment, in words. */
  readonly passed: readonly string[]
  /** Calls that were refused although every cap had room for them whatever the others came to, in words. */
  readonly needless: readonly string[]
  /** Settings of caps that refused. */
  readonly refusedBy: readonly string[]
}

export interface ScheduleOptions {
  /** Opens what is under test: the ledger, or one with a fault that the schedules must find. */
  readonly open?: (dependencies: LedgerDependencies) => Ledger
}

const hourMs = 3_600_000
/** Schedules lie so far apart that none shares a month with another. */
const apartMs = 70 * 24 * hourMs

/**
 * Runs calls of several runs, sides, scopes and processes (a ledger each) at once, in an order that the seed decides: each
 * reserves, and then settles, is released or crashes, alone or with all its process, while the clock moves over ends of days and
 * months and sometimes back. Which caps hold, and how tight, is the seed's choice too, so that each kind is now and then the one
 * that binds. After every step what a provider could have charged is added up apart from the ledger and held against every cap.
 */
export async function runCapSchedule(
  stores: readonly Store[],
  seed: number,
  { open = openLedger }: ScheduleOptions = {},
): Promise<ScheduleOutcome> {
  const random = seededRandom(seed)
  const chance = (share: number) => random.next() < share
  const below = (count: number) => Math.floor(random.next() * count)
  const caps = drawCaps(random)
  let now = startOf(seed) - below(4 * 24) * hourMs
  const clock = { now: () => now, monotonic: () => now }
  let opened = 0
  const start = (store: Store) => {
    opened += 1
    return open({ store, clock, random: seededRandom(seed * 101 + opened) })
  }
  const processes = stores.map(start)
  const ledgerOf = (index: number) => processes[index % processes.length] as Ledger
  const charges: Charged[] = []
  const reserving = new Set<Charged>()
  const passed = new Set<string>()
  const needless = new Set<string>()
  const refusedBy = new Set<string>()
  let refused = 0
  let crashed = 0

  const call = (): (() => Promise<void>)[] => {
    const at = below(processes.length)
    let began = ledgerOf(at)
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
      began = ledgerOf(at)
      const mine: Charged = { at: now, context, worst, final: null, isBooked: false }
      const before = new Map(charges.map((charge) => [charge, charge.isBooked ? charge.final : null]))
      reserving.add(mine)
      try {
        id = await attributed({ predictor: 'history', region: '' }, () => ledgerOf(at).reserve({ context, model: 'm', ...worst }, caps))
        charges.push(mine)
        charged = mine
      } catch (cause) {
        if (!(cause instanceof ReverieError) || cause.code !== 'budget-refused') throw cause
        refused += 1
        // What ended meanwhile may have been counted at its worst.
        const others = [...charges, ...reserving].filter((charge) => charge !== mine)
        const atWorst = others.map((charge) => ({ ...charge, final: before.get(charge) ?? null }))
        if (fitsAll(caps, mine, atWorst)) needless.add(cause.message)
        for (const { setting } of capKinds) if (cause.hint?.includes(`Raise ${setting},`)) refusedBy.add(setting)
      } finally {
        reserving.delete(mine)
      }
    }
    const end = async () => {
      if (id === null || charged === null) return
      if (began !== ledgerOf(at) || chance(0.1)) {
        crashed += 1
        return
      }
      const share = chance(0.2) ? 0 : chance(0.3) ? 1 : random.next()
      const used = { tokens: Math.floor(worst.tokens * share), micros: Math.floor(worst.micros * share) }
      charged.final = used
      if (share === 0) await began.release(id)
      else await began.settle(id, { inputTokens: used.tokens, cachedTokens: 0, outputTokens: 0, micros: used.micros })
      charged.isBooked = true
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
    if (chance(0.3)) now += chance(0.2) ? -hourMs * below(30) : hourMs * below(20)
    if (chance(0.03)) {
      const index = below(processes.length)
      const store = stores[index]
      if (store !== undefined) processes[index] = start(store)
    }
    // A call ends only after it began.
    waiting.delete(next)
    const running = step().finally(() => {
      if (next.length > 0) waiting.add(next)
      busy.delete(running)
      for (const excess of excesses(caps, charges)) passed.add(excess)
    })
    busy.add(running)
    if (chance(0.4)) await Promise.race(busy)
  }
  return { made, refused, crashed, passed: [...passed], needless: [...needless], refusedBy: [...refusedBy] }
}

/** Each kind of cap in half of the schedules, in tokens, money or both. */
function drawCaps(random: Random): readonly SpendCap[] {
  return capKinds.flatMap(({ most, ...kind }): readonly SpendCap[] => {
    const share = 0.35 + 0.65 * random.next()
    const which = random.next()
    const tokens = which < 0.8 ? Math.floor(most * share) : null
    const usd = which > 0.2 ? Math.floor(most * share * 1.7) / 1_000_000 : null
    return random.next() < 0.5 ? [{ ...kind, tokens, usd }] : []
  })
}

/** 20:00 on the last day of a month of the schedule's own. */
function startOf(seed: number): number {
  const date = new Date(Date.UTC(1971, 0, 31, 20) + seed * apartMs)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0, 20)
}
