import type { ScopeId } from '../../spec/ids.ts'
import { type Statement, type Store, statement } from '../../spec/store.ts'
import { releaseStatement } from '../ledger-table.ts'
import { dropCallStatement } from './batch-rows.ts'

const slice = 500

/**
 * Drops what calls say and what came of them: neither tells what it was shown. What was not sent yet is taken back; what is
 * out stays counted, without a word of it, and what may be out stays counted in full.
 */
export async function forgetCalls(store: Store, scope: ScopeId): Promise<void> {
  const db = store.read
  const rows = await db.selectFrom('batch_calls').selectAll().where('scope', '=', scope).execute()
  const batches = await db.selectFrom('batches').select(['batch', 'state', 'reference']).where('scope', '=', scope).execute()
  const known = new Map(batches.map((batch) => [batch.batch, batch]))
  const statements = rows.flatMap((row): Statement[] => {
    const batch = known.get(row.batch)
    if (row.state !== 'waiting') return [dropCallStatement(db, row)]
    if (batch?.state === 'open') return [releaseStatement(db, row.ledger), dropCallStatement(db, row)]
    return batch?.reference === null ? [dropCallStatement(db, row)] : []
  })
  const emptied = batches.filter(({ state, reference }) => state === 'submitted' && reference === null).map(({ batch }) => batch)
  for (let at = 0; at < statements.length; at += slice) await store.write(statements.slice(at, at + slice))
  if (emptied.length === 0) return
  const given = db
    .updateTable('batches')
    .set({ state: 'failed', reason: 'forgotten' })
    .where('scope', '=', scope)
    .where('batch', 'in', emptied)
  await store.write([statement(given)])
}
