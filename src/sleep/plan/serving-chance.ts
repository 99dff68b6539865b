import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

/** Part of a live answer that something prepared is expected to spare an ask, by its cosine to the nearest prepared question. */
export type ServingChance = (cosine: number) => number

/** Asks looked back upon, the last ones. */
const recent = 400
/**
 * What is believed of each band of cosines before anything was asked near what is prepared: a likeness is no match yet; guards,
 * rivals and the bar keep part of it out, and far from it most. Judged, not fitted; each weighs like this many asks.
 */
const bands = [
  { from: 0.9, chance: 0.75 },
  { from: 0.8, chance: 0.5 },
  { from: 0.7, chance: 0.25 },
  { from: 0.6, chance: 0.1 },
  { from: 0.5, chance: 0.03 },
] as const
const priorAsks = 10
/** Spared where a model was called to judge the match: such a call costs about half of a live answer. */
const afterCall = 0.5

/** Reads it off what became of asks that were near something prepared; those in prepared words tell nothing of others. */
export async function loadServingChance(db: Kysely<Schema>, scope: ScopeId): Promise<ServingChance> {
  const rows = await db
    .selectFrom('records')
    .select(['served', 'decision'])
    .where('scope', '=', scope)
    .where('decision', 'not like', '%"reason":"exact"%')
    .orderBy('at', 'desc')
    .orderBy('ask')
    .limit(recent)
    .execute()
  const seen = bands.map(({ chance }) => ({ asks: priorAsks, served: priorAsks * chance }))
  for (const { served, decision } of rows) {
    const { considered = [], calls = [] } = JSON.parse(decision) as {
      readonly considered?: readonly { readonly similarity?: number }[]
      readonly calls?: readonly unknown[]
    }
    const nearest = considered.reduce((best, { similarity = 0 }) => Math.max(best, similarity), 0)
    const band = seen[bands.findIndex(({ from }) => nearest >= from)]
    if (band === undefined) continue
    band.asks += 1
    if (served === 'hit' || served === 'adapted') band.served += calls.length > 0 ? afterCall : 1
  }
  return (cosine) => {
    const band = seen[bands.findIndex(({ from }) => cosine >= from)]
    return band === undefined ? 0 : band.served / band.asks
  }
}
