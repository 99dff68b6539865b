import { dropCallStatement } from './batch-rows.ts'
import type { BatchWorld } from './batch-world.ts'

const slice = 500

/**
 * Drops the calls that are over and that a whole sleep did not ask for: what was used is remembered elsewhere, what failed is
 * moot. Returns how many answers were paid for and never used.
 */
export async function sweepCalls({ store, scope, model }: BatchWorld, asked: ReadonlySet<string>): Promise<number> {
  const rows = await store.read
    .selectFrom('batch_calls')
    .innerJoin('batches', (join) => join.onRef('batches.scope', '=', 'batch_calls.scope').onRef('batches.batch', '=', 'batch_calls.batch'))
    .selectAll('batch_calls')
    .where('batch_calls.scope', '=', scope)
    .where('batches.model', '=', model)
    .where('batch_calls.state', '!=', 'waiting')
    .execute()
  const over = rows.filter(({ call }) => !asked.has(call))
  for (let at = 0; at < over.length; at += slice) {
    await store.write(over.slice(at, at + slice).map((row) => dropCallStatement(store.read, row)))
  }
  return over.filter(({ state }) => state === 'answered').length
}
