import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Place, SkipReason, Source, SourceDocument } from '../spec/source.ts'
import { type Store, statement } from '../spec/store.ts'
import { applyChanges, type SyncProgress } from './apply-changes.ts'
import { changeSourceId } from './change-source-id.ts'
import { compareListing } from './compare-listing.ts'
import { type CorpusContext, corpusRecipe } from './corpus-context.ts'
import { knownWithin } from './known-documents.ts'
import { nextTurn } from './next-turn.ts'
import { countPassages } from './passages.ts'
import { recentBoundary } from './rank-document.ts'
import { ensureScope } from './scopes.ts'
import { loadSeals, type Seals, type SealVersion, saveSeals, sealsOf, sealVersion } from './seals.ts'
import type { SyncReceipt } from './sync-receipt.ts'
import { createSyncTally, type SyncTally } from './sync-tally.ts'
import { withinPlaces } from './within-places.ts'

export interface SyncOptions {
  /**
   * Where something may have changed: only that is listed, compared and removed from, and a document moved between two of
   * these places keeps its passages. Default: everything. The receipt then counts as unchanged what was looked at.
   */
  readonly places?: readonly Place[]
  readonly onProgress?: (progress: SyncProgress) => void
  readonly signal?: AbortSignal
}

/** Listings a sync makes while files vanish under it. */
const listings = 3
/** More folders that differ than this are compared by listing everything. */
const mostDiffering = 500

/**
 * Brings the corpus up to one source: finds the folders that are not as sealed, or lists everything, reads what its
 * validators say may differ, parses what its digest says does, and commits each document by itself, so that it can be
 * asked at once. An unchanged source costs its walk and writes nothing. Throws `aborted` between documents,
 * `source-unreadable` where the source cannot be listed (and then removes nothing), `lease-held` where the fence no
 * longer holds.
 */
export async function sync(context: CorpusContext, source: Source, options: SyncOptions = {}): Promise<SyncReceipt> {
  const { clock } = context
  const began = clock.monotonic()
  const tally = createSyncTally()
  // Before anything is looked at: what changes from here on has this stamp or a later one.
  const beganAtS = source.now?.() ?? null
  const before = await sealVersion(context.store, source.scope)
  const seals = await loadSeals(context, source, before)
  const swept = options.places === undefined ? await sweep(source, seals, tally, options.signal) : null
  const places = options.places ?? swept?.places ?? null
  const compared = await compare(context, source, {
    ...options,
    places,
    recentAfter: seals?.recentAfter ?? null,
    tally,
    isTallied: swept !== null,
  })
  if (swept !== null) tally.unchanged(swept.documents - compared.present)
  await noteWalk(context, source, tally.wrote)
  const isWhole = options.places === undefined && swept?.isWhole !== false
  const looked = isWhole
    ? { lookedAtS: beganAtS, skipped: tally.skipped }
    : { lookedAtS: seals?.lookedAtS ?? null, skipped: seals?.skipped ?? [] }
  const isSwept = swept !== null
  const totals = await sealAnew(context, source, { before, seals, places, isSwept, tally, recentAfter: compared.recentAfter, looked })
  return tally.receipt({ ...totals, durationMs: clock.monotonic() - began })
}

interface Swept {
  readonly isWhole: boolean
  readonly documents: number
  /** Folders to look into, or null where everything must be listed. */
  readonly places: readonly Place[] | null
}

/** Goes over a sealed source; null where it is not sealed. */
async function sweep(source: Source, seals: Seals | null, tally: SyncTally, signal: AbortSignal | undefined): Promise<Swept | null> {
  if (seals === null || source.sweep === undefined) return null
  const skipped: { readonly path: string; readonly reason: SkipReason }[] = []
  const { documents, differing, isWhole } = await source.sweep(seals.folders, {
    onSkip: (path, reason) => skipped.push({ path, reason }),
    ...(seals.lookedAtS === null ? {} : { lookedAtS: seals.lookedAtS }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (isWhole) for (const { path, reason } of skipped) tally.skip(path, reason)
  else tally.skipAsBefore(seals.skipped)
  if (differing.length > mostDiffering) return { documents, isWhole, places: null }
  return { documents, isWhole, places: differing.map((path) => ({ path, depth: 'own' })) }
}

interface CompareOptions extends Omit<SyncOptions, 'places'> {
  readonly places: readonly Place[] | null
  readonly recentAfter: number | null
  readonly tally: SyncTally
  /** Whether what is skipped has been counted. */
  readonly isTallied: boolean
}

interface Compared {
  /** Documents listed. */
  readonly present: number
  readonly recentAfter: number | null
}

/** Lists the places and stores what differs there. */
async function compare(context: CorpusContext, source: Source, options: CompareOptions): Promise<Compared> {
  const { places, tally, signal } = options
  const found = { present: 0, recentAfter: options.recentAfter }
  if (places !== null && places.length === 0) return found
  for (let left = listings; left > 0; left--) {
    const isFirst = left === listings
    const { present, vanished } = await listSource(source, places, isFirst && !options.isTallied ? tally : null, signal)
    if (isFirst) found.present = present.size
    const known = await knownWithin(context.store, source.scope, source.id, places, present)
    const changes = compareListing(present, known, corpusRecipe(context.parser))
    await nextTurn()
    // A file that is gone between two looks may have been renamed: only a listing without it can tell where to.
    if (left > 1 && changes.removed.some((gone) => vanished.has(gone.path))) continue
    if (places === null) found.recentAfter = recentBoundary([...present.values()].map((document) => document.modifiedAt))
    const away = await applyChanges(context, source, {
      ...options,
      changes,
      known,
      recentAfter: found.recentAfter,
      waitsForVanished: left > 1,
    })
    if (isFirst || away.size === 0) tally.unchanged(changes.unchanged)
    if (away.size === 0) break
  }
  return found
}

interface Listing {
  readonly present: ReadonlyMap<string, SourceDocument>
  /** Seen in their folder and gone when looked at. */
  readonly vanished: ReadonlySet<string>
}

async function listSource(
  source: Source,
  places: readonly Place[] | null,
  tally: SyncTally | null,
  signal: AbortSignal | undefined,
): Promise<Listing> {
  const present = new Map<string, SourceDocument>()
  const vanished = new Set<string>()
  const isWithin = withinPlaces(places)
  const call = { ...(signal === undefined ? {} : { signal }), ...(places === null ? {} : { places }) }
  for await (const change of source.list(call)) {
    if (change.kind === 'skipped') {
      tally?.skip(change.path, change.reason)
      if (change.reason === 'vanished') vanished.add(change.path)
    } else if (isWithin(change.document.path)) present.set(change.document.path, change.document)
  }
  if (signal?.aborted) throw new ReverieError('aborted', 'The sync was stopped before the source was listed.')
  return { present, vanished }
}

interface SealRequest {
  /** When the sync began. */
  readonly before: SealVersion
  /** Those that held when the sync began. */
  readonly seals: Seals | null
  readonly places: readonly Place[] | null
  /** Whether the places are folders a sweep found to differ. */
  readonly isSwept: boolean
  readonly tally: SyncTally
  readonly recentAfter: number | null
  readonly looked: Pick<Seals, 'lookedAtS' | 'skipped'>
}

/** Seals what is stored by now, as far as it was looked at, and resolves to the scope's totals. */
async function sealAnew(context: CorpusContext, source: Source, request: SealRequest) {
  const { store } = context
  const { before, seals, places, tally, recentAfter } = request
  // Without a time of the last whole look nobody else's word can be taken: it is worth one write.
  const isDated = seals !== null && (seals.lookedAtS !== null || request.looked.lookedAtS === null)
  if (isDated && !tally.wrote && tally.settlings === 0) return seals
  await nextTurn()
  const version = await sealVersion(store, source.scope)
  // Counting goes over every row; where nobody else wrote, what was written tells as much.
  const isAlone = version.revision - before.revision === tally.commits + tally.settlings
  const totals = isAlone && seals !== null ? grown(seals, tally.growth) : await countAll(store, source.scope)
  // Without seals that held, a look at some places cannot tell what the others hold.
  if (source.sweep === undefined || !store.writable.ok || (seals === null && places !== null)) return totals
  const touched = seals === null || places === null ? null : await placesToSeal(store, source, { ...request, places }, seals.revision)
  const folders = new Map(touched === null ? [] : seals?.folders)
  const isWithin = withinPlaces(touched)
  for (const folder of folders.keys()) if (isWithin(folder === '' ? '.' : `${folder}/.`)) folders.delete(folder)
  const known = await knownWithin(store, source.scope, source.id, touched, new Set())
  for (const [folder, seal] of sealsOf(known, corpusRecipe(context.parser))) folders.set(folder, seal)
  // What another process read may have been read before this one began to look.
  const looked = isAlone ? request.looked : { ...request.looked, lookedAtS: null }
  await saveSeals(context, source, { folders, ...totals, ...looked, recentAfter, ...version }, seals !== null)
  return totals
}

/** The folders that hold what was looked at, and those of documents that others wrote meanwhile. */
async function placesToSeal(
  store: Store,
  source: Source,
  { places, isSwept }: { readonly places: readonly Place[]; readonly isSwept: boolean },
  since: number,
): Promise<readonly Place[]> {
  const rows = await store.read
    .selectFrom('documents')
    .select('path')
    .where('scope', '=', source.scope)
    .where('revision', '>', since)
    .execute()
  // A place may be a file; the folder above one that was swept is as it was, and may hold most of the source.
  const files = [...rows.map((row) => row.path), ...(isSwept ? [] : places.map((place) => place.path))]
  return [...places, ...[...new Set(files.map(folderOf))].map((path) => ({ path, depth: 'own' as const }))]
}

function folderOf(path: string): string {
  const cut = path.lastIndexOf('/')
  return cut === -1 ? '' : path.slice(0, cut)
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

type Totals = Pick<Seals, 'documents' | 'passages'>

function grown(totals: Totals, growth: Totals): Totals {
  return { documents: totals.documents + growth.documents, passages: totals.passages + growth.passages }
}

async function countAll(store: Store, scope: ScopeId): Promise<Totals> {
  const row = await store.read
    .selectFrom('documents')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('scope', '=', scope)
    .where('source', '!=', changeSourceId)
    .where('state', '=', 'live')
    .executeTakeFirstOrThrow()
  return { documents: Number(row.count), passages: await countPassages(store, scope) }
}
