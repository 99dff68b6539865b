import type { SyncReceipt } from '../corpus/sync-receipt.ts'
import { createSyncTally } from '../corpus/sync-tally.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'

/** What there is in a scope. */
export interface ScopeCounts {
  readonly documents: number
  readonly passages: number
}

export async function scopeCounts({ read }: Pick<Store, 'read'>, scope: ScopeId): Promise<ScopeCounts> {
  const count = async (table: 'documents' | 'passages') => {
    const all = read.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('count'))
    const live = table === 'documents' ? all.where('state', '=', 'live') : all.where('version', 'is not', null)
    return Number((await live.where('scope', '=', scope).executeTakeFirst())?.count ?? 0)
  }
  return { documents: await count('documents'), passages: await count('passages') }
}

/** What is told of a sync whose time was over before everything was read: how much more there is than before, and that more is to come. */
export function syncCutShort(before: ScopeCounts, now: ScopeCounts, durationMs: number): SyncReceipt {
  const { documents, passages, ...rest } = createSyncTally().receipt({ ...now, durationMs })
  return {
    ...rest,
    documents: { ...documents, added: Math.max(0, now.documents - before.documents) },
    passages: { ...passages, added: Math.max(0, now.passages - before.passages) },
    warnings: ['The time was over before everything was read; what was read is kept, and the next sleep reads on.'],
  }
}
