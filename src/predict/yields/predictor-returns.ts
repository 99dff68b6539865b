import { type Kysely, sql } from 'kysely'
import { countedTokens } from '../../ledger/ledger-table.ts'
import { dollarsOf } from '../../ledger/money.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { type QuestionOrigin, questionOrigins } from '../../spec/question.ts'
import type { Schema } from '../../spec/schema.ts'
import type { Store } from '../../spec/store.ts'
import { dayMs } from '../predictors/time-spans.ts'
import { betaMean, betaQuantile } from './beta.ts'
import { budgetShares } from './budget-shares.ts'
import { loadYields } from './load-yields.ts'
import { repeatableRandom } from './repeatable-random.ts'
import { beliefOf } from './yields.ts'

/** Tokens, and dollars of those whose price is known. */
export interface Amount {
  readonly tokens: number
  readonly usd: number
}

/** What one predictor brought. */
export interface ReturnByPredictor {
  readonly predictor: QuestionOrigin
  /** Predictions settled, and of these those that were asked; older ones count for less. */
  readonly predicted: number
  readonly asked: number
  /** Share of predictions that are asked, as believed, with its 90 % interval. */
  readonly yield: { readonly mean: number; readonly lower: number; readonly upper: number }
  /** What the controls yield by the same measure; null for one that predicted nothing yet. */
  readonly against: { readonly blind: number | null; readonly recency: number | null }
  /** Spent asleep on questions it proposed, over the days looked back upon. What several proposed is split evenly. */
  readonly spent: Amount
  readonly saved: Amount
  /** Saved less spent. */
  readonly net: Amount
  /** Calls or savings whose price is unknown: they are in the tokens and not in the dollars. */
  readonly unpriced: number
  /** Part of the next budget, 0 to 1, and why. */
  readonly share: number
  readonly why: string
}

export interface ReturnsOptions {
  /** Epoch ms. */
  readonly now: number
  /** Days of the ledger and of savings looked back upon. Default 30. */
  readonly days?: number
}

const seed = 20_261_123

/**
 * What each predictor brought: yield against the controls, what was spent and saved by it, and what it is given next. Those
 * that predicted nothing, spent nothing and saved nothing are left out. Best net first. The same state gives the same rows.
 */
export async function predictorReturns(
  store: Store,
  scope: ScopeId,
  { now, days = 30 }: ReturnsOptions,
): Promise<readonly ReturnByPredictor[]> {
  const { read: db } = store
  const yields = await loadYields(db, scope, now)
  const since = now - days * dayMs
  const spent = await spentBy(db, scope, since)
  const saved = await savedBy(db, scope, since)
  const seen = questionOrigins.filter((name) => yields.arms.has(name) || spent.has(name) || saved.has(name))
  const shares = budgetShares(yields, { predictors: seen, total: 1_000, random: repeatableRandom(seed) })
  const control = (arm: 'blind' | 'recency') => ((yields.arms.get(arm)?.overall.trials ?? 0) > 0 ? betaMean(beliefOf(yields, arm)) : null)
  const against = { blind: control('blind'), recency: control('recency') }
  return shares
    .map(({ predictor, share, why }): ReturnByPredictor => {
      const { trials = 0, credits = 0 } = yields.arms.get(predictor)?.overall ?? {}
      const belief = beliefOf(yields, predictor)
      const out = spent.get(predictor) ?? nothing
      const back = saved.get(predictor) ?? nothing
      return {
        predictor,
        predicted: trials,
        asked: credits,
        yield: { mean: betaMean(belief), lower: betaQuantile(belief, 0.05), upper: betaQuantile(belief, 0.95) },
        against,
        spent: amountOf(out),
        saved: amountOf(back),
        net: amountOf({ tokens: back.tokens - out.tokens, micros: back.micros - out.micros, unpriced: 0 }),
        unpriced: out.unpriced + back.unpriced,
        share,
        why,
      }
    })
    .sort((one, other) => other.net.usd - one.net.usd || other.net.tokens - one.net.tokens || (one.predictor < other.predictor ? -1 : 1))
}

interface Sum {
  tokens: number
  micros: number
  unpriced: number
}

const nothing: Sum = { tokens: 0, micros: 0, unpriced: 0 }

async function spentBy(db: Kysely<Schema>, scope: ScopeId, since: number): Promise<ReadonlyMap<string, Sum>> {
  const rows = await db
    .selectFrom('ledger')
    .select([
      'predictor',
      countedTokens.as('tokens'),
      sql<number | null>`case state when 'reserved' then reserved_micros else micros end`.as('counted_micros'),
    ])
    .where('scope', '=', scope)
    .where('at', '>=', since)
    .where('side', '=', 'sleep')
    .where('state', '!=', 'released')
    .where('predictor', '!=', '')
    .execute()
  const sums = new Map<string, Sum>()
  for (const row of rows) split(sums, row.predictor.split('+'), row.tokens, row.counted_micros)
  return sums
}

async function savedBy(db: Kysely<Schema>, scope: ScopeId, since: number): Promise<ReadonlyMap<string, Sum>> {
  const rows = await db
    .selectFrom('savings')
    .select(['predictors', 'tokens', 'micros'])
    .where('scope', '=', scope)
    .where('at', '>=', since)
    .execute()
  const sums = new Map<string, Sum>()
  for (const row of rows) split(sums, JSON.parse(row.predictors) as readonly string[], row.tokens, row.micros)
  return sums
}

function split(sums: Map<string, Sum>, names: readonly string[], tokens: number, micros: number | null): void {
  for (const name of names) {
    const sum = sums.get(name) ?? { ...nothing }
    sum.tokens += Number(tokens) / names.length
    if (micros === null) sum.unpriced += 1
    else sum.micros += Number(micros) / names.length
    sums.set(name, sum)
  }
}

function amountOf({ tokens, micros }: Sum): Amount {
  return { tokens: Math.round(tokens), usd: dollarsOf(micros) ?? 0 }
}
