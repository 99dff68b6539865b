import { type Kysely, sql } from 'kysely'
import { asksSince } from '../../ledger/ask-days.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { PredictionArm } from '../../spec/predictor.ts'
import type { Schema } from '../../spec/schema.ts'
import { decayCounts } from './decay-counts.ts'
import type { ArmYield, Counts, Yields } from './yields.ts'

/** Reads what the predictions of a scope came to, decayed to `now`. */
export async function loadYields(db: Kysely<Schema>, scope: ScopeId, now: number): Promise<Yields> {
  const rows = await db.selectFrom('yields').selectAll().where('scope', '=', scope).execute()
  const out = await db
    .selectFrom('predictions')
    .select(({ fn }) => [
      'arm',
      fn.avg<number | string>('probability').as('probability'),
      fn.sum<number | string>('asks').as('asks'),
      sql<number | string>`sum(case when asked_at is null then 0 else 1 end)`.as('asked'),
    ])
    .where('scope', '=', scope)
    .groupBy('arm')
    .execute()
  const { asks } = await asksSince(db, scope)
  const arms = new Map<PredictionArm, { overall: Counts; regions: Map<string, Counts>; meanProbability: number | null }>()
  const armOf = (arm: PredictionArm) => {
    const known = arms.get(arm) ?? { overall: { trials: 0, credits: 0 }, regions: new Map<string, Counts>(), meanProbability: null }
    arms.set(arm, known)
    return known
  }
  for (const { predictor, region, trials, credits, as_of } of rows) {
    const counts = decayCounts({ trials, credits }, as_of, now)
    if (region === '') armOf(predictor).overall = counts
    else armOf(predictor).regions.set(region, counts)
  }
  for (const { arm, probability } of out) armOf(arm).meanProbability = Number(probability)
  const repeats = out.reduce((sum, one) => ({ asked: sum.asked + Number(one.asked), asks: sum.asks + Number(one.asks) }), {
    asked: 0,
    asks: 0,
  })
  return { asks, arms: arms satisfies ReadonlyMap<PredictionArm, ArmYield>, repeats }
}
