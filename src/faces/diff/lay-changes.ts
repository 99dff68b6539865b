import type { PassageChange } from '../../corpus/change-hook.ts'
import { documentId } from '../../corpus/corpus-ids.ts'
import { lookAhead } from '../../corpus/look-ahead.ts'
import { createRenameFinder } from '../../corpus/pair-renames.ts'
import { textDigests } from '../../corpus/passage-digests.ts'
import { prepareDocument } from '../../corpus/prepare-document.ts'
import { rankDocument } from '../../corpus/rank-document.ts'
import { loadStoredDocument, type StoredDocument } from '../../corpus/stored-document.ts'
import type { Embedder } from '../../spec/embedder.ts'
import type { DocumentId, PassageId } from '../../spec/ids.ts'
import type { Parser } from '../../spec/parser.ts'
import type { Source, SourceDocument } from '../../spec/source.ts'
import type { Store } from '../../spec/store.ts'
import type { ChangedFiles } from './changed-files.ts'
import type { DiffOptions } from './diff-view.ts'
import { embedFresh } from './embed-fresh.ts'
import { type FreshUnit, type LaidDocument, type LaidPassage, type LayRequest, layChanged, layRemoved } from './laid-change.ts'

/** The whole change, laid over what is stored. */
export interface LaidChange {
  readonly documents: readonly LaidDocument[]
  /** The same by their ids, now and as they were stored. */
  readonly byId: ReadonlyMap<DocumentId, LaidDocument>
  /** Documents whose stored passages no longer count: changed, renamed or gone. */
  readonly hidden: ReadonlySet<DocumentId>
  /** What happened to each stored passage that is not as it was, and which are new. */
  readonly changes: ReadonlyMap<PassageId, PassageChange>
  /** Passages of the new state of changed documents. */
  readonly passages: ReadonlyMap<PassageId, LaidPassage>
  readonly fresh: readonly FreshUnit[]
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
}

export interface LayParts {
  readonly store: Store
  readonly parser: Parser
  readonly embedder: Embedder
}

const ahead = 4

/** Parses the changed files and plans them as a sync would, renames paired; in memory. */
export async function layChanges(
  { store, parser, embedder }: LayParts,
  source: Source,
  { added, changed, removed }: ChangedFiles,
  options: DiffOptions,
): Promise<LaidChange> {
  const { scope, id } = source
  const { signal } = options
  const gone = new Map<DocumentId, StoredDocument>()
  for (const one of removed) {
    const stored = await loadStoredDocument(store.read, scope, one.id)
    if (stored !== null) gone.set(one.id, stored)
  }
  const finder = createRenameFinder(
    [...gone.values()].flatMap((one) => {
      const digest = removed.find((known) => known.id === one.id)?.digest
      return digest == null ? [] : [{ id: one.id, path: one.row.path, digest, passages: one.passages.filter((passage) => passage.isAlive) }]
    }),
  )
  const documents: LaidDocument[] = []
  const skipped: { readonly path: string; readonly reason: string }[] = []
  const isAdded = new Set(added.map((document) => document.path))
  const paths = [...inOrder(added), ...inOrder(changed)]
  let done = 0
  for await (const [path, prepared] of lookAhead(paths, ahead, (one) => prepareDocument(source, parser, one, null, signal))) {
    options.onProgress?.({ done: done++, total: paths.length, path })
    const stored = await loadStoredDocument(store.read, scope, documentIdOf(path))
    if (prepared.kind !== 'parsed') {
      skipped.push({ path, reason: prepared.kind === 'skipped' ? (prepared.detail ?? prepared.reason) : 'unchanged' })
      if (stored !== null && stored.row.state === 'live') documents.push(layRemoved(stored))
      continue
    }
    const { document, parsed } = prepared
    const origin = isAdded.has(path)
      ? finder.take({
          path,
          digest: parsed.digest,
          passages: parsed.document.passages.map(({ kind, text }) => ({ version: textDigests(kind, text).exact, text })),
        })
      : null
    const from = origin === null ? null : (gone.get(origin) ?? null)
    if (from !== null) gone.delete(from.id)
    documents.push(await layFree(store, { scope, source: id, document, parsed, stored, from }))
  }
  for (const stored of gone.values()) documents.push(layRemoved(stored))
  return gather(await withVectors(documents), skipped)

  function documentIdOf(path: string): DocumentId {
    return documentId(scope, id, path)
  }

  async function withVectors(laid: readonly LaidDocument[]): Promise<readonly LaidDocument[]> {
    return embedFresh({ store, embedder, scope, embeds: options.embed === true, signal }, laid)
  }
}

const lookUp = 400

/** A document that was renamed away took its passages' ids along: what is new at its old path gets others. */
async function layFree(store: Store, request: Omit<LayRequest, 'taken'>): Promise<LaidDocument> {
  const taken = new Set<string>()
  for (;;) {
    const laid = layChanged({ ...request, taken })
    const added = laid.changes.filter((change) => change.kind === 'added').map((change) => change.passage)
    const before = taken.size
    for (let at = 0; at < added.length; at += lookUp) {
      const rows = await store.read
        .selectFrom('passages')
        .select('passage')
        .where('scope', '=', request.scope)
        .where('passage', 'in', added.slice(at, at + lookUp))
        .execute()
      for (const row of rows) taken.add(row.passage)
    }
    if (taken.size === before) return laid
  }
}

/** In the order in which a sync takes them, on which renames depend. */
function inOrder(documents: readonly SourceDocument[]): readonly string[] {
  return documents
    .map(({ path, modifiedAt }) => ({ path, rank: rankDocument({ path, modifiedAt, recentAfter: null, hasExports: null }) }))
    .sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path)
}

function gather(documents: readonly LaidDocument[], skipped: LaidChange['skipped']): LaidChange {
  const byId = new Map<DocumentId, LaidDocument>()
  const changes = new Map<PassageId, PassageChange>()
  const passages = new Map<PassageId, LaidPassage>()
  for (const one of documents) {
    byId.set(one.id, one)
    if (one.from !== null && !byId.has(one.from.id)) byId.set(one.from.id, one)
    for (const change of one.changes) changes.set(change.passage, change)
    for (const passage of one.passages) passages.set(passage.id, passage)
  }
  const renamed = documents.flatMap(({ from, path }) => (from === null || from.path === path ? [] : [{ from: from.path, to: path }]))
  return {
    documents,
    byId,
    hidden: new Set(byId.keys()),
    changes,
    passages,
    fresh: documents.flatMap((one) => one.fresh),
    renamed,
    skipped,
  }
}
