import { KeyIndex } from '../cache/key-index.ts'
import { checkSource, type SourceCheck } from '../corpus/check-source.ts'
import { documentId } from '../corpus/corpus-ids.ts'
import { type KnownDocument, knownDocuments } from '../corpus/known-documents.ts'
import { findScope } from '../corpus/scopes.ts'
import { verifyDocument } from '../corpus/verify-document.ts'
import { laidChange } from '../lineage/watches/laid-change.ts'
import type { WatchedChange } from '../lineage/watches/watch-fires-on.ts'
import type { ScopeView, ViewOverlay } from '../retrieve/scope-view.ts'
import type { Clock } from '../spec/clock.ts'
import type { Embedder } from '../spec/embedder.ts'
import type { DocumentId, ScopeId } from '../spec/ids.ts'
import type { Parser } from '../spec/parser.ts'
import type { Source, SourceDocument } from '../spec/source.ts'
import type { Store } from '../spec/store.ts'
import type { AskScope, UpToDate } from './ask-types.ts'
import { embedLaid } from './embed-laid.ts'
import { createLaidOver, type LaidOver } from './laid-over.ts'
import { layDocument, type OverlaidDocument } from './lay-document.ts'
import { revisionOf, wasOvertaken } from './overtaken.ts'

export interface AskScopeParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly view: ScopeView
  readonly embedder: Embedder
  readonly parser: Parser
  readonly clock: Clock
  /** The scope's sources that can change by themselves, as far as a question may be answered from them; those the store owns need no walk. */
  readonly sources: (question: string) => Promise<readonly Source[]>
  /** Commits what the sources say now. */
  readonly sync: (signal: AbortSignal | undefined) => Promise<void>
}

/** Time an ask gives the walk over its sources, ms. */
const walkMs = 50
/** More changed files than this are committed before the answer instead of laid over it. */
const overlaid = 24

interface CheckedSource {
  readonly source: Source
  readonly check: SourceCheck
  readonly known: ReadonlyMap<string, KnownDocument>
}

/** Opens one scope for asking: its view, its keys, and the comparison with its sources. */
export function openAskScope(parts: AskScopeParts): AskScope {
  const { store, scope, view, embedder, clock } = parts
  const keys = new Map<string, KeyIndex>()
  const parsed = new Map<DocumentId, OverlaidDocument>()
  const known = new Map<string, { readonly revision: number; readonly documents: ReadonlyMap<string, KnownDocument> }>()

  const made = new Map<string, Int8Array>()

  return { scope, view, refresh: () => view.refresh(), keysFor, bringUpToDate }

  async function keysFor(policy: string): Promise<KeyIndex> {
    const { name, dimensions } = embedder
    const index = keys.get(policy) ?? new KeyIndex({ store, scope, policy, embedder: name, dimensions })
    keys.set(policy, index)
    await index.refresh(view.revision)
    return index
  }

  async function bringUpToDate(question: string, signal: AbortSignal | undefined): Promise<UpToDate> {
    const sources = await parts.sources(question)
    const since = await revisionOf(store, scope)
    const checks = await Promise.all(sources.map(async (source) => ({ source, ...(await checkOne(source, signal)) })))
    const checkedAt = clock.now()
    const changed = checks.reduce((sum, { check }) => sum + check.changed.length + check.added.length + check.removed.length, 0)
    // Only a sync can tell that a new file is one that is gone, just now or by an earlier sync.
    const renamed = checks.some(
      ({ source, check, known: all }) => source.kind !== 'git' && check.added.length > 0 && (check.removed.length > 0 || hasDormant(all)),
    )
    const commitsFirst = (changed > overlaid || renamed) && store.writable.ok
    // A sync walks everything, however long it takes.
    const unchecked = commitsFirst ? null : describeUnchecked(checks.map(({ check }) => check))
    const laid = createLaidOver()
    const confirmed = new Set<string>()
    let settles = changed > 0 && !commitsFirst && store.writable.ok
    if (commitsFirst) {
      await parts.sync(signal)
      await view.setOverlay(null)
      await view.refresh()
    } else await layOver(laid, checks, signal)
    return {
      overlay: laid.overlay,
      checkedAt,
      unchecked,
      confirm: async (documents) => {
        if (unchecked === null) return false
        const differs = await confirmDocuments(laid, checks, confirmed, documents, signal)
        if (differs && store.writable.ok) settles = true
        return differs
      },
      isConfirmed: (documents) =>
        unchecked === null ||
        Iterator.from(documents).every(({ document }) => confirmed.has(document) || laid.overlay.hiddenDocuments.has(document)),
      laidChange: changeOf(laid),
      // Other asks refresh and search the same view: what this one found changed goes with its search.
      search: async (request) => view.search({ ...request, overlay: await shown(laid) }),
      overtaken: (served) => wasOvertaken({ store, scope, since, sources, readHere: laid.overlay.hiddenDocuments, signal }, served),
      settle: () => (settles ? parts.sync(undefined) : Promise.resolve()),
    }
  }

  async function checkOne(source: Source, signal: AbortSignal | undefined) {
    const revision = (await findScope(store.read, scope))?.revision ?? -1
    let listing = known.get(source.id)
    if (listing === undefined || listing.revision !== revision) {
      listing = { revision, documents: await knownDocuments(store, scope, source.id) }
      known.set(source.id, listing)
    }
    const check = await checkSource(source, listing.documents, { budgetMs: walkMs, clock, ...(signal === undefined ? {} : { signal }) })
    return { check, known: listing.documents }
  }

  async function layOver(laid: LaidOver, checks: readonly CheckedSource[], signal: AbortSignal | undefined): Promise<void> {
    for (const { source, check } of checks) {
      for (const path of check.removed) laid.add(documentId(scope, source.id, path), null)
      for (const document of [...check.changed, ...check.added]) await layOne(laid, source, document, signal)
    }
  }

  async function layOne(
    laid: LaidOver,
    source: Source,
    document: Pick<SourceDocument, 'path'> & Partial<SourceDocument>,
    signal: AbortSignal | undefined,
  ) {
    const id = documentId(scope, source.id, document.path)
    const before = parsed.get(id)
    const now =
      before !== undefined && before.validator === document.validator
        ? before
        : await layDocument({ ...parts, embedder: embedder.name }, source, document.path, signal)
    if (now !== null) parsed.set(id, now)
    laid.add(id, now)
  }

  /** Documents the walk did not reach, each compared by itself. */
  async function confirmDocuments(
    laid: LaidOver,
    checks: readonly CheckedSource[],
    confirmed: Set<string>,
    documents: Iterable<{ readonly document: string; readonly path: string }>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    let differs = false
    const paths = new Map([...documents].map(({ document, path }) => [document, path]))
    for (const [id, path] of paths) {
      if (confirmed.has(id) || laid.overlay.hiddenDocuments.has(id)) continue
      const at = checks.find(({ source }) => documentId(scope, source.id, path) === id)
      const stored = at?.known.get(path)
      if (at === undefined) {
        // What the store owns has no source to differ from.
        confirmed.add(id)
        continue
      }
      if (stored === undefined || stored.digest === null) continue
      if ((await verifyDocument(at.source, { ...stored, digest: stored.digest }, signal)) === 'same') {
        confirmed.add(id)
        continue
      }
      await layOne(laid, at.source, { path }, signal)
      differs = true
    }
    return differs
  }

  /** What the laid files do to stored searches, compared anew where more were laid since. */
  function changeOf(laid: LaidOver): () => Promise<WatchedChange> {
    let known: { readonly size: number; readonly change: Promise<WatchedChange> } | null = null
    return () => {
      const { hiddenDocuments } = laid.overlay
      if (known?.size !== hiddenDocuments.size) {
        known = {
          size: hiddenDocuments.size,
          change: laidChange(store.read, scope, { hiddenDocuments, passages: laid.passages, owed: laid.owed }),
        }
      }
      return known.change
    }
  }

  async function shown({ overlay, passages, owed }: LaidOver): Promise<ViewOverlay | null> {
    if (overlay.hiddenDocuments.size === 0) return null
    return { hiddenDocuments: overlay.hiddenDocuments, passages: await embedLaid(passages, owed, embedder, made) }
  }
}

function hasDormant(known: ReadonlyMap<string, KnownDocument>): boolean {
  for (const { digest } of known.values()) if (digest === null) return true
  return false
}

function describeUnchecked(checks: readonly SourceCheck[]): string | null {
  const left = checks.reduce((sum, check) => sum + check.unchecked, 0)
  return left === 0 ? null : `${left} files were not checked within ${walkMs} ms`
}
