import { KeyIndex } from '../cache/key-index.ts'
import { checkSource, type SourceCheck } from '../corpus/check-source.ts'
import { documentId } from '../corpus/corpus-ids.ts'
import { type KnownDocument, knownDocuments } from '../corpus/known-documents.ts'
import { findScope } from '../corpus/scopes.ts'
import type { MemoryPassage } from '../retrieve/memory-segment.ts'
import type { ScopeView } from '../retrieve/scope-view.ts'
import type { Clock } from '../spec/clock.ts'
import type { Embedder } from '../spec/embedder.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import type { Parser } from '../spec/parser.ts'
import type { SkillDocument } from '../spec/skills.ts'
import type { Source } from '../spec/source.ts'
import type { Store } from '../spec/store.ts'
import type { AskScope, UpToDate } from './ask-types.ts'
import type { PassagePlace } from './check-freshness.ts'
import { layDocument, type OverlaidDocument } from './lay-document.ts'
import { emptyOverlay } from './overlay.ts'

export interface AskScopeParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly view: ScopeView
  readonly embedder: Embedder
  readonly parser: Parser
  readonly clock: Clock
  /** The scope's sources that can change by themselves; those the store owns need no walk. */
  readonly sources: () => Promise<readonly Source[]>
  /** Commits what the sources say now. */
  readonly sync: (signal: AbortSignal | undefined) => Promise<void>
}

/** Time an ask gives the walk over its sources, ms. */
const walkMs = 50
/** More changed files than this are committed before the answer instead of laid over it. */
const overlaid = 24

/** Opens one scope for asking: its view, its keys, and the comparison with its sources. */
export function openAskScope(parts: AskScopeParts): AskScope {
  const { store, scope, view, embedder, clock } = parts
  const keys = new Map<string, KeyIndex>()
  const parsed = new Map<DocumentId, OverlaidDocument>()
  const known = new Map<string, { readonly revision: number; readonly documents: ReadonlyMap<string, KnownDocument> }>()

  return { scope, view, refresh: () => view.refresh(), keysFor, bringUpToDate }

  async function keysFor(policy: string): Promise<KeyIndex> {
    const { name, dimensions } = embedder
    const index = keys.get(policy) ?? new KeyIndex({ store, scope, policy, embedder: name, dimensions })
    keys.set(policy, index)
    await index.refresh(view.revision)
    return index
  }

  async function bringUpToDate(signal: AbortSignal | undefined): Promise<UpToDate> {
    const sources = await parts.sources()
    const checks = await Promise.all(sources.map(async (source) => ({ source, check: await checkOne(source, signal) })))
    const checkedAt = clock.now()
    const unchecked = describeUnchecked(checks.map(({ check }) => check))
    const changed = checks.reduce((sum, { check }) => sum + check.changed.length + check.added.length + check.removed.length, 0)
    if (changed === 0) {
      await view.setOverlay(null)
      return { overlay: emptyOverlay, checkedAt, unchecked, settle: async () => {} }
    }
    const renamed = checks.some(({ check }) => check.added.length > 0 && check.removed.length > 0)
    if ((changed > overlaid || renamed) && store.writable.ok) {
      await parts.sync(signal)
      await view.setOverlay(null)
      await view.refresh()
      return { overlay: emptyOverlay, checkedAt, unchecked, settle: async () => {} }
    }
    return {
      overlay: await layOver(checks, signal),
      checkedAt,
      unchecked,
      settle: () => (store.writable.ok ? parts.sync(undefined) : Promise.resolve()),
    }
  }

  async function checkOne(source: Source, signal: AbortSignal | undefined): Promise<SourceCheck> {
    const revision = (await findScope(store.read, scope))?.revision ?? -1
    let listing = known.get(source.id)
    if (listing === undefined || listing.revision !== revision) {
      listing = { revision, documents: await knownDocuments(store, scope, source.id) }
      known.set(source.id, listing)
    }
    return checkSource(source, listing.documents, { budgetMs: walkMs, clock, ...(signal === undefined ? {} : { signal }) })
  }

  async function layOver(checks: readonly { readonly source: Source; readonly check: SourceCheck }[], signal: AbortSignal | undefined) {
    const hiddenDocuments = new Set<DocumentId>()
    const places = new Map<PassageId, PassagePlace>()
    const passages: MemoryPassage[] = []
    const documents: SkillDocument[] = []
    for (const { source, check } of checks) {
      for (const path of check.removed) hiddenDocuments.add(documentId(scope, source.id, path))
      for (const document of [...check.changed, ...check.added]) {
        const id = documentId(scope, source.id, document.path)
        hiddenDocuments.add(id)
        const before = parsed.get(id)
        const now =
          before?.validator === document.validator
            ? before
            : await layDocument({ ...parts, embedder: embedder.name }, source, document, signal)
        if (now === null) continue
        parsed.set(id, now)
        passages.push(...now.passages)
        documents.push(now.document)
        for (const [passage, place] of now.places) places.set(passage, place)
      }
    }
    await view.setOverlay({ hiddenDocuments, passages })
    return { hiddenDocuments, passages: places, documents }
  }
}

function describeUnchecked(checks: readonly SourceCheck[]): string | null {
  const left = checks.reduce((sum, check) => sum + check.unchecked, 0)
  return left === 0 ? null : `${left} files were not checked within ${walkMs} ms`
}
