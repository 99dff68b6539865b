import type { ScopeId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'

/** How long live answers by a model took. */
export type LiveLatency = (scope: ScopeId, now: number) => Promise<number | null>

/** Records looked through, the last ones, and how long what they say is taken to hold. */
const looked = 400
const holdsMs = 600_000

/**
 * The median time of the last live answers that a model wrote, in milliseconds; null where there is none. Read from their
 * records at most every ten minutes a scope.
 */
export function openLiveLatency(store: Store): LiveLatency {
  const known = new Map<ScopeId, { readonly at: number; readonly median: number | null }>()
  return async (scope, now) => {
    const last = known.get(scope)
    if (last !== undefined && Math.abs(now - last.at) < holdsMs && last.median !== null) return last.median
    if (last !== undefined && Math.abs(now - last.at) < holdsMs / 10) return last.median
    const median = medianOf(await liveTimes(store, scope))
    known.set(scope, { at: now, median })
    return median
  }
}

async function liveTimes({ read: db }: Store, scope: ScopeId): Promise<readonly number[]> {
  const last = db.selectFrom('records').select(['served', 'answer']).where('scope', '=', scope).orderBy('at', 'desc').limit(looked)
  const rows = await db.selectFrom(last.as('last')).select('answer').where('served', '=', 'live').execute()
  return rows.flatMap(({ answer }) => {
    const { model, timings } = JSON.parse(answer) as { readonly model?: unknown; readonly timings?: { readonly totalMs?: unknown } }
    return typeof model === 'string' && typeof timings?.totalMs === 'number' ? [timings.totalMs] : []
  })
}

function medianOf(times: readonly number[]): number | null {
  const sorted = [...times].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
