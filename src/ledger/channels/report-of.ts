import type { BatchCounts, BatchReport } from './batch-report.ts'
import { batchesIn, waitingCalls } from './batch-rows.ts'
import type { BatchWorld } from './batch-world.ts'

const day = 24 * 3_600_000

/** What happened, and what is still out. */
export async function reportOf(world: BatchWorld, { returned, ...counts }: BatchCounts): Promise<BatchReport> {
  const { store, scope } = world
  let waiting = 0
  let expectedBy: number | null = null
  for (const batch of await batchesIn(store.read, world, ['submitted'])) {
    waiting += (await waitingCalls(store.read, scope, batch.batch)).length
    expectedBy = Math.max(expectedBy ?? 0, batch.expires_at ?? (batch.submitted_at ?? batch.made_at) + day)
  }
  const reasons = [...returned]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1))
  return { ...counts, problems: [...counts.problems], waiting, expectedBy, returned: reasons }
}
