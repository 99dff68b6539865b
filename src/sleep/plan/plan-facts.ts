import type { Kysely } from 'kysely'
import { asksSince } from '../../ledger/ask-days.ts'
import type { StoredQuestion } from '../../predict/questions-table.ts'
import { creditBar } from '../../predict/yields/match-asks.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { ModelPrice, Purpose } from '../../spec/ledger.ts'
import type { Schema } from '../../spec/schema.ts'
import type { Store } from '../../spec/store.ts'
import { type Account, accountDays, accountSince } from './account.ts'
import { type AskedLately, askedLately, recurringBeyondChance } from './asked-lately.ts'
import type { Standing, Terms } from './choose-level.ts'
import { loadChanges, type ScopeChanges } from './document-changes.ts'
import type { PlanBudget } from './fill-budget.ts'
import { type LevelCosts, levelCosts, type PaidCalls } from './level-costs.ts'
import { type NearDemand, nearDemand } from './near-demand.ts'
import { type Purse, purseOf, type SpendMandate } from './purse.ts'
import { loadServingChance, type ServingChance } from './serving-chance.ts'
import { loadStanding } from './speculations-table.ts'

/** What the user set and the moment gives. */
export interface PlanSettings {
  /** Null without a model: then everything is free but time. */
  readonly model: { readonly price: ModelPrice | null } | null
  /** Dollars a second of waiting is worth; default 0.001. */
  readonly valueOfSecond?: number
  /** Least that a dollar spent must have saved; default 1. */
  readonly returnFloor?: number
  /** What calls cost now against the flat price, window and channel together; default 1. */
  readonly priceFactor?: number
  /** What is left to spend of all caps that apply. */
  readonly budget: PlanBudget
  /** Default `hand`. */
  readonly mandate?: SpendMandate
  /** Default 30. */
  readonly horizonDays?: number
}

/** Everything a plan decides by, read once. */
export interface PlanFacts {
  readonly settings: PlanSettings
  readonly terms: Terms
  /** Asks ever; fewer than enough tell nothing. */
  readonly asks: number
  /** Of the last 30 days. */
  readonly account: Account
  readonly changes: ScopeChanges
  /** How far questions are prepared short of a verified answer, by id. */
  readonly standing: ReadonlyMap<string, Standing>
  /** What may be spent beyond what was; absent: only caps hold. */
  readonly purse?: Purse
  /** Asks of the last 30 days that came again; absent: none. */
  readonly recurring?: number
  /** Asks that an answer to what was asked would serve; absent: unknown. */
  readonly near?: NearDemand
  /** Share of asks near enough to a prediction to be credited to it that are served from its answer; absent: all. */
  readonly servingRate?: number
}

export const defaultValueOfSecond = 0.001
export const defaultReturnFloor = 1
const defaultHorizonDays = 30

const day = 86_400_000
/** What was paid longer ago says little of what will be. */
const paidDays = 90
/** Newest asks that latency and wording are taken from. */
const recentAsks = 200

/** Milliseconds, before anything was measured. */
const usualLatency = { live: 150, liveByModel: 3000, hit: 5, search: 5, embedding: 15 }
/** Asks that the usual latency, and an even share of same words, count like. */
const usualAsks = 5

/** Reads what a plan decides by; writes nothing. `now` is epoch ms. */
export async function loadPlanFacts(input: {
  readonly store: Store
  readonly scope: ScopeId
  /** Digest of the policy that is prepared for. */
  readonly policy: string
  readonly now: number
  readonly settings: PlanSettings
  /** Whose vectors tell which asks came again; absent: only their words do. */
  readonly embedder?: string
  /** What was asked, where it was read already; absent: it is read. */
  readonly history?: AskHistory | undefined
  /** What is weighed. */
  readonly owed?: readonly (Pick<StoredQuestion, 'id' | 'text' | 'asked' | 'missed'> & { readonly isServed?: boolean })[]
}): Promise<PlanFacts> {
  const { store, scope, policy, now, settings, embedder = '', owed = [] } = input
  const db = store.read
  const recent = await recentOf(db, scope, settings.model !== null)
  const terms: Terms = {
    costs: await loadCosts(db, scope, { now, model: settings.model }),
    latency: { live: recent.liveMs, search: usualLatency.search, embedding: usualLatency.embedding },
    valueOfSecond: (settings.valueOfSecond ?? defaultValueOfSecond) * 1_000_000,
    priceFactor: settings.priceFactor ?? 1,
    horizonDays: settings.horizonDays ?? defaultHorizonDays,
    sameWords: recent.sameWords,
  }
  const account = await accountSince(db, scope, now - accountDays * day)
  const changes = await loadChanges(db, scope, now)
  const facts = { settings, terms, asks: recent.asks, account, changes, standing: await loadStanding(db, scope, policy) }
  if (settings.model === null) return facts
  const history = input.history ?? (await loadHistory(store, scope, { now, embedder }))
  const { asks, recurring, chance } = history
  const asked = owed
    // What is served, and only to be renewed, serves as many as before.
    .filter(({ isServed = false, ...question }) => !isServed && question.asked + question.missed > 0)
    .map(({ id, text, asked: times }) => {
      const isDrafted = facts.standing.get(id)?.level === 2
      const [, , draft, answer] = terms.costs.levels
      const cost = answer.cost - (isDrafted ? draft.cost : 0)
      return { id, text, times, isDrafted, leastAsks: (terms.priceFactor * cost) / Math.max(1, liveWorth(terms)) }
    })
  const near = await nearDemand(store, scope, { asked, asks, embedder, chance, now, policy })
  return { ...facts, purse: purseFor(facts, recurring), near, servingRate: chance(creditBar), recurring }
}

/** What was asked of late and what it came to: the same all through a sleep. */
export interface AskHistory {
  readonly asks: readonly AskedLately[]
  readonly recurring: number
  readonly chance: ServingChance
}

/** Reads it: every pair of asks is compared, so once a sleep is enough. */
export async function loadHistory(
  store: Pick<Store, 'read'>,
  scope: ScopeId,
  { now, embedder }: { readonly now: number; readonly embedder: string },
): Promise<AskHistory> {
  const asks = await askedLately(store, scope, { since: now - accountDays * day, embedder })
  return { asks, recurring: recurringBeyondChance(asks), chance: await loadServingChance(store.read, scope) }
}

/** What a live answer costs, waiting included. */
export function liveWorth({ costs, valueOfSecond, latency }: Terms): number {
  return costs.live.cost + (valueOfSecond * latency.live) / 1000
}

/** What may be spent by an account, such as that of a moment later. */
export function purseFor({ settings, terms, account }: Pick<PlanFacts, 'settings' | 'terms' | 'account'>, recurring: number): Purse {
  return purseOf({
    mandate: settings.mandate ?? 'hand',
    account,
    recurring,
    live: { ...terms.costs.live, worth: liveWorth(terms) },
    isPriced: terms.costs.isPriced,
    valueOfSecond: terms.valueOfSecond,
    returnFloor: settings.returnFloor ?? defaultReturnFloor,
  })
}

/** What work costs by what was paid for it until now. */
export async function loadCosts(
  db: Kysely<Schema>,
  scope: ScopeId,
  { now, model }: { readonly now: number; readonly model: PlanSettings['model'] },
): Promise<LevelCosts> {
  return levelCosts(await paidCalls(db, scope, now - paidDays * day), model)
}

async function paidCalls(db: Kysely<Schema>, scope: ScopeId, since: number): Promise<readonly PaidCalls[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['purpose'])
    .select(({ fn }) => [
      fn.countAll<number>().as('calls'),
      fn.sum<number>('input_tokens').as('input'),
      fn.sum<number>('output_tokens').as('output'),
    ])
    .where('scope', '=', scope)
    .where('state', '=', 'settled')
    .where('at', '>=', since)
    // Judging a match in an ask is another call than verifying an answer asleep.
    .where((where) => where.or([where('side', '=', 'sleep'), where('purpose', '=', 'ask')]))
    .groupBy('purpose')
    .execute()
  return rows.map((row) => ({
    purpose: row.purpose as Purpose,
    calls: Number(row.calls),
    inputTokens: Number(row.input),
    outputTokens: Number(row.output),
  }))
}

async function recentOf(db: Kysely<Schema>, scope: ScopeId, hasModel: boolean) {
  const { asks } = await asksSince(db, scope)
  const rows = await db
    .selectFrom('records')
    .select(['served', 'answer', 'decision'])
    .where('scope', '=', scope)
    .orderBy('at', 'desc')
    .limit(recentAsks)
    .execute()
  const live = rows.filter((row) => row.served === 'live').map((row) => msOf(row.answer))
  const hits = rows.filter((row) => row.served === 'hit' || row.served === 'adapted')
  const same = hits.filter((row) => row.decision.includes('"reason":"exact"')).length
  const usual = hasModel ? usualLatency.liveByModel : usualLatency.live
  const known = live.filter((ms) => ms !== null)
  const liveMs = (known.reduce((sum, ms) => sum + ms, 0) + usualAsks * usual) / (known.length + usualAsks)
  return {
    asks,
    liveMs: Math.max(0, liveMs - usualLatency.hit),
    sameWords: (same + usualAsks / 2) / (hits.length + usualAsks),
  }
}

/** Null where the record keeps no time. */
function msOf(answer: string): number | null {
  const { timings } = JSON.parse(answer) as { readonly timings?: { readonly totalMs?: number } }
  return typeof timings?.totalMs === 'number' && Number.isFinite(timings.totalMs) ? timings.totalMs : null
}
