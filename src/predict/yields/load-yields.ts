import type { Kysely } from 'kysely'
import { asksSince } from '../../ledger/ask-days.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { assembleYields } from './assemble-yields.ts'
import { loadCalibration } from './calibration.ts'
import { decayCounts } from './decay-counts.ts'
import { outstandingPredictions } from './outstanding.ts'
import type { Yields } from './yields.ts'

/** Reads what the predictions of a scope came to, decayed to `now`, with what is predicted now. */
export async function loadYields(db: Kysely<Schema>, scope: ScopeId, now: number): Promise<Yields> {
  const rows = await db.selectFrom('yields').selectAll().where('scope', '=', scope).execute()
  const { asks } = await asksSince(db, scope)
  const settled = rows.map(({ predictor, region, trials, credits, as_of }) => ({
    arm: predictor,
    region,
    counts: decayCounts({ trials, credits }, as_of, now),
  }))
  const out = await outstandingPredictions(db, scope)
  return assembleYields({ asks, settled, out, calibration: await loadCalibration(db, scope), now })
}
