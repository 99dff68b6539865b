import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Source, SourceDocument } from '../spec/source.ts'
import { type Store, statement } from '../spec/store.ts'
import { applyChanges, type SyncProgress } from './apply-changes.ts'
import { compareListing } from './compare-listing.ts'
import { type CorpusContext, corpusRecipe } from './corpus-context.ts'
import { knownDocuments } from './known-documents.ts'
import { nextTurn } from './next-turn.ts'
import { countPassages } from './passages.ts'
import { recentBoundary } from './rank-document.ts'
import { ensureScope } from './scopes.ts'
import type { SyncReceipt } from './sync-receipt.ts'
import { createSyncTally, type SyncTally } from './sync-tally.ts'

export interface SyncOptions {
  readonly onProgress?: (progress: SyncProgress) => void
  readonly signal?: AbortSignal
}

/**
 * Brings the corpus up to one source: lists it, reads what its validators say may differ, parses what its digest says
 * does, and commits each document by itself, so that it can be asked at once. An unchanged source costs the listing and
 * writes nothing. Throws `aborted` between documents, `source-unreadable` where the source cannot be listed (and then
 * removes nothing), `lease-held` where the fence no longer holds.
 */
export async function sync(context: CorpusContext, source: Source, options: SyncOptions = {}): Promise<SyncReceipt> {
  const { store, clock } = context
  const began = clock.monotonic()
  const tally = createSyncTally()
  const present = await listSource(source, tally, options.signal)
  const known = await knownDocuments(store, source.scope, source.id)
  const changes = compareListing(present, known, corpusRecipe(context.parser))
  await nextTurn()
  tally.unchanged(changes.unchanged)
  const recentAfter = recentBoundary([...present.values()].map((document) => document.modifiedAt))
  await applyChanges(context, source, { ...options, changes, known, recentAfter, tally })
  await noteWalk(context, source, tally.wrote)
  await nextTurn()
  const [documents, passages] = [await countDocuments(store, source.scope), await countPassages(store, source.scope)]
  return tally.receipt({ documents, passages, durationMs: clock.monotonic() - began })
}

async function listSource(source: Source, tally: SyncTally, signal: AbortSignal | undefined): Promise<ReadonlyMap<string, SourceDocument>> {
  const present = new Map<string, SourceDocument>()
  for await (const change of source.list(signal === undefined ? {} : { signal })) {
    if (change.kind === 'skipped') tally.skip(change.path, change.reason)
    else present.set(change.document.path, change.document)
  }
  if (signal?.aborted) throw new ReverieError('aborted', 'The sync was stopped before the source was listed.')
  return present
}

/** When the source was last walked, written only with something else or for the first time: an unchanged source writes nothing. */
async function noteWalk({ store, clock, fence }: CorpusContext, source: Source, wrote: boolean): Promise<void> {
  const { scope, id, kind } = source
  const row = await store.read
    .selectFrom('sources')
    .select('walked_at')
    .where('scope', '=', scope)
    .where('source', '=', id)
    .executeTakeFirst()
  if (row !== undefined && row.walked_at !== null && !wrote) return
  await ensureScope(store, clock, scope)
  const walked_at = clock.now()
  const insert = store.read.insertInto('sources').values({ scope, source: id, kind, root: '', paths: '[]', walked_at })
  const upsert = insert.onConflict((conflict) => conflict.columns(['scope', 'source']).doUpdateSet({ walked_at }))
  await store.write([statement(upsert)], fence === undefined ? {} : { fence })
}

async function countDocuments(store: Store, scope: ScopeId): Promise<number> {
  const row = await store.read
    .selectFrom('documents')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('scope', '=', scope)
    .where('state', '=', 'live')
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
