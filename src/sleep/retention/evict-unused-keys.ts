import { sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import { bumpRevision, noteErasure, thisRevision } from '../../spec/revision.ts'
import type { Lease, Store } from '../../spec/store.ts'
import { dayMs } from './choose-evicted.ts'
import { deletion } from './entry-evictions.ts'

/**
 * Takes from answers that nobody was served for so many days the keys beside their own question: they are still found in
 * its words and near it. Returns how many keys went.
 */
export async function evictUnused(
  store: Store,
  scope: ScopeId,
  { days, now, fence }: { readonly days: number; readonly now: number; readonly fence?: Lease },
): Promise<number> {
  const { read: db } = store
  const before = now - days * dayMs
  const unused = sql`select entries.entry from entries where entries.scope = ${scope} and entries.made_at < ${before}
    and coalesce(entries.last_served_at, 0) < ${before} and not exists (select 1 from approvals
      where approvals.scope = entries.scope and approvals.entry = entries.entry)`
  const extra = sql`scope = ${scope} and kind <> 'question' and entry in (${unused})`
  const { rows } = await sql<{ count: number }>`select count(*) as count from keys where ${extra}`.execute(db)
  const count = Number(rows[0]?.count ?? 0)
  if (count === 0) return 0
  await store.write(
    [
      bumpRevision(db, scope),
      deletion(
        db,
        sql`update entries set revision = ${thisRevision(scope)} where scope = ${scope} and entry in (select entry from keys where ${extra})`,
      ),
      deletion(db, sql`delete from keys where ${extra}`),
      noteErasure(db, scope),
    ],
    fence === undefined ? {} : { fence },
  )
  return count
}
