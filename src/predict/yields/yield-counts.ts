import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { PredictionArm } from '../../spec/predictor.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import { decayCounts } from './decay-counts.ts'
import type { Counts } from './yields.ts'

/** What is to be added to the yields, by arm and region. */
export class YieldCounts {
  readonly #counts = new Map<string, { readonly arm: PredictionArm; readonly region: string; counts: Counts }>()

  get isEmpty(): boolean {
    return this.#counts.size === 0
  }

  /** Counts a settled prediction in its region and in the whole. `weight`: how much of its time it had, 0 to 1. */
  settle(arm: PredictionArm, region: string, isAsked: boolean, weight = 1): void {
    for (const place of new Set(['', region])) {
      const key = `${arm}\n${place}`
      const { trials, credits } = this.#counts.get(key)?.counts ?? { trials: 0, credits: 0 }
      this.#counts.set(key, { arm, region: place, counts: { trials: trials + weight, credits: credits + (isAsked ? weight : 0) } })
    }
  }

  /** Adds them to what is stored, decayed to `now`. For one writer at a time: a sleep under its lease. */
  async statements(db: Kysely<Schema>, scope: ScopeId, now: number): Promise<readonly Statement[]> {
    const added = [...this.#counts.values()]
    if (added.length === 0) return []
    const stored = await db
      .selectFrom('yields')
      .selectAll()
      .where('scope', '=', scope)
      .where('predictor', 'in', [...new Set(added.map(({ arm }) => arm))])
      .execute()
    const before = new Map(stored.map((row) => [`${row.predictor}\n${row.region}`, row]))
    return added.map(({ arm, region, counts }) => {
      const known = before.get(`${arm}\n${region}`)
      const kept = known === undefined ? { trials: 0, credits: 0 } : decayCounts(known, known.as_of, now)
      const row = { trials: kept.trials + counts.trials, credits: kept.credits + counts.credits, as_of: now }
      return statement(
        db
          .insertInto('yields')
          .values({ scope, predictor: arm, region, ...row })
          .onConflict((conflict) => conflict.columns(['scope', 'predictor', 'region']).doUpdateSet(row)),
      )
    })
  }
}
