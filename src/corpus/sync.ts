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

/** Listings a sync makes while files vanish under it. */
const listings = 3

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
  for (let left = listings; left > 0; left--) {
    const { present, vanished } = await listSource(source, tally, options.signal)
    const known = await knownDocuments(store, source.scope, source.id)
    const changes = compareListing(present, known, corpusRecipe(context.parser))
    await nextTurn()
    // A file that is gone between two looks may have been renamed: only a listing without it can tell where to.
    if (left > 1 && changes.removed.some((gone) => vanished.has(gone.path))) continue
    const recentAfter = recentBoundary([...present.values()].map((document) => document.modifiedAt))
    const away = await applyChanges(context, source, { ...options, changes, known, recentAfter, tally, waitsForVanished: left > 1 })
    if (left === listings || away.size === 0) tally.unchanged(changes.unchanged)
    if (away.size === 0) break
  }
  await noteWalk(context, source, tally.wrote)
  await nextTurn()
  const [documents, passages] = [await countDocuments(store, source.scope), await countPassages(store, source.scope)]
  return tally.receipt({ documents, passages, durationMs: clock.monotonic() - began })
}

interface Listing {
  readonly present: ReadonlyMap<string, SourceDocument>
  /** Seen in their folder and gone when looked at. */
  readonly vanished: ReadonlySet<string>
}

async function listSource(source: Source, tally: SyncTally, signal: AbortSignal | undefined): Promise<Listing> {
  const present = new Map<string, SourceDocument>()
  const vanished = new Set<string>()
  for await (const change of source.list(signal === undefined ? {} : { signal })) {
    if (change.kind === 'skipped') {
      tally.skip(change.path, change.reason)
      if (change.reason === 'vanished') vanished.add(change.path)
    } else present.set(change.document.path, change.document)
  }
  if (signal?.aborted) throw new ReverieError('aborted', 'The sync was stopped before the source was listed.')
  return { present, vanished }
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
