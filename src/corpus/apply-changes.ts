import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Source, SourceDocument } from '../spec/source.ts'
import type { SourceChanges } from './compare-listing.ts'
import { type CorpusContext, corpusRecipe } from './corpus-context.ts'
import { createDocumentCommitter } from './document-commit.ts'
import type { KnownDocument } from './known-documents.ts'
import { lookAhead } from './look-ahead.ts'
import { nextTurn } from './next-turn.ts'
import { createRenameFinder, type GoneDocument, type RenameFinder } from './pair-renames.ts'
import type { Prepared } from './prepare-document.ts'
import { rankDocument } from './rank-document.ts'
import { ensureScope } from './scopes.ts'
import { prepareFor, removeDocument, type SyncWork, storeDocument, writeSettled } from './store-document.ts'
import { loadStoredDocument } from './stored-document.ts'
import type { SyncTally } from './sync-tally.ts'

/** One document is done; `total` counts those that had to be looked at. */
export interface SyncProgress {
  readonly done: number
  readonly total: number
  readonly path: string
}

export interface ApplyOptions {
  readonly changes: SourceChanges
  /** What the changes were compared with. */
  readonly known: ReadonlyMap<string, KnownDocument>
  /** Documents changed after this rank as recent, in the source's times; null where the times tell nothing. */
  readonly recentAfter: number | null
  readonly tally: SyncTally
  /** Whether documents that vanish while they are read are left for another listing. */
  readonly waitsForVanished: boolean
  readonly onProgress?: (progress: SyncProgress) => void
  readonly signal?: AbortSignal
}

const ahead = 3

/**
 * Brings the store up to a source's changes, one transaction a document. Where documents are gone, the new ones come
 * first so that a renamed one keeps its passages; else the most needed come first. Aborting keeps what was committed.
 * Resolves to the paths that vanished and were left.
 */
export async function applyChanges(context: CorpusContext, source: Source, options: ApplyOptions): Promise<ReadonlySet<string>> {
  const { known, recentAfter, tally, signal } = options
  const { added, changed, removed } = options.changes
  const total = added.length + changed.length + removed.length
  if (total === 0) return new Set()
  const { no } = await ensureScope(context.store, context.clock, source.scope)
  const committer = createDocumentCommitter(context, source.scope, no)
  const recipe = corpusRecipe(context.parser)
  const work: SyncWork = {
    context,
    source,
    committer,
    known,
    recipe,
    recentAfter,
    tally,
    signal,
    settled: [],
    moved: new Set(),
    vanished: new Set(),
    waitsForVanished: options.waitsForVanished,
  }
  let done = 0
  const step = async (path: string, run: () => Promise<void>) => {
    throwIfAborted(signal)
    await run()
    done++
    options.onProgress?.({ done, total, path })
    await nextTurn()
  }
  const storeAll = (documents: readonly SourceDocument[], finder: RenameFinder | null) =>
    inRankOrder(work, documents, (path, prepared) => step(path, () => storeDocument(work, path, prepared, finder)))
  try {
    const finder = added.length === 0 || removed.length === 0 ? null : await renameFinder(context, source.scope, removed)
    if (finder !== null) await storeAll(added, finder)
    for (const gone of removed) await step(gone.path, async () => (work.moved.has(gone.id) ? undefined : removeDocument(work, gone)))
    await storeAll(finder === null ? [...added, ...changed] : changed, null)
  } finally {
    await writeSettled(work)
  }
  return work.vanished
}

async function inRankOrder(
  work: SyncWork,
  documents: readonly SourceDocument[],
  take: (path: string, prepared: Prepared) => Promise<void>,
): Promise<void> {
  const { known, recentAfter, signal } = work
  const ranked = documents
    .map(({ path, modifiedAt }) => ({ path, rank: rankDocument({ path, modifiedAt, recentAfter, hasExports: null }) }))
    .sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path)
  for await (const [path, prepared] of lookAhead(ranked, ahead, (path) => prepareFor(work, path, known.get(path)))) {
    throwIfAborted(signal)
    await take(path, prepared)
  }
}

async function renameFinder({ store }: CorpusContext, scope: ScopeId, removed: readonly KnownDocument[]): Promise<RenameFinder> {
  const gone: GoneDocument[] = []
  for (const { id, path, digest } of removed) {
    if (digest === null) continue
    const stored = await loadStoredDocument(store.read, scope, id)
    gone.push({ id, path, digest, passages: stored?.passages.filter((passage) => passage.isAlive) ?? [] })
    await nextTurn()
  }
  return createRenameFinder(gone)
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ReverieError('aborted', 'The sync was stopped; what it had committed is kept.')
}
