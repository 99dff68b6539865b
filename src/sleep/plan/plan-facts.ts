import type { Kysely } from 'kysely'
import { asksSince } from '../../ledger/ask-days.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { ModelPrice, Purpose } from '../../spec/ledger.ts'
import type { Schema } from '../../spec/schema.ts'
import type { Store } from '../../spec/store.ts'
import { type Account, accountDays, accountSince } from './account.ts'
import type { Standing, Terms } from './choose-level.ts'
import { loadChanges, type ScopeChanges } from './document-changes.ts'
import { loadExplored } from './exploring.ts'
import type { PlanBudget } from './fill-budget.ts'
import { levelCosts, type PaidCalls } from './level-costs.ts'
import { loadStanding } from './speculations-table.ts'
import { enoughAsks } from './stop-rule.ts'

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
  /** Questions a model was paid to prepare, by id; absent: none. Read while too little was asked to tell. */
  readonly explored?: ReadonlySet<string>
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
  readonly store: Pick<Store, 'read'>
  readonly scope: ScopeId
  /** Digest of the policy that is prepared for. */
  readonly policy: string
  readonly now: number
  readonly settings: PlanSettings
}): Promise<PlanFacts> {
  const { store, scope, policy, now, settings } = input
  const db = store.read
  const recent = await recentOf(db, scope, settings.model !== null)
  const terms: Terms = {
    costs: levelCosts(await paidCalls(db, scope, now - paidDays * day), settings.model),
    latency: { live: recent.liveMs, search: usualLatency.search, embedding: usualLatency.embedding },
    valueOfSecond: (settings.valueOfSecond ?? defaultValueOfSecond) * 1_000_000,
    priceFactor: settings.priceFactor ?? 1,
    horizonDays: settings.horizonDays ?? defaultHorizonDays,
    sameWords: recent.sameWords,
  }
  const account = await accountSince(db, scope, now - accountDays * day)
  const changes = await loadChanges(db, scope, now)
  const explored = recent.asks < enoughAsks ? await loadExplored(db, scope) : new Set<string>()
  return { settings, terms, asks: recent.asks, account, changes, standing: await loadStanding(db, scope, policy), explored }
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
