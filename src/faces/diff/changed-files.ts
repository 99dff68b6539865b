import type { KnownDocument } from '../../corpus/known-documents.ts'
import { bytesDigest } from '../../corpus/passage-digests.ts'
import type { Source, SourceChange, SourceContent, SourceDocument } from '../../spec/source.ts'

/** Which files a comparison is about, and how each differs from what is stored. */
export interface ChangedFiles {
  /** Not stored, or not live. */
  readonly added: readonly SourceDocument[]
  /** Stored with other bytes. */
  readonly changed: readonly SourceDocument[]
  readonly removed: readonly KnownDocument[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
  /** Paths in question that are stored as the new state has them, gone ones too: an ask, a sync or an import read them already. */
  readonly settled: readonly string[]
  /** In question, and stored otherwise than the state compared from. */
  readonly otherwiseStored: readonly string[]
}

export interface ChangedFilesRequest {
  /** The new state. */
  readonly source: Source
  /** What is stored of the source, by path. */
  readonly known: ReadonlyMap<string, KnownDocument>
  /** The state compared from, where there is one beside the store; then only files that differ between the two count. */
  readonly base: Source | null
  /** Paths that may differ, where somebody knows; all where null. */
  readonly paths: ReadonlySet<string> | null
  readonly signal: AbortSignal | undefined
}

/** Lists the new state, and reads what may differ from the store as far as its digest. */
export async function changedFiles({ source, known, base, paths, signal }: ChangedFilesRequest): Promise<ChangedFiles> {
  const call = signal === undefined ? {} : { signal }
  const next = await listing(source, call)
  const before = base === null ? null : await listing(base, call)
  const inQuestion = (path: string): boolean => {
    if (paths !== null) return paths.has(path)
    return before === null || before.present.get(path)?.validator !== next.present.get(path)?.validator
  }
  const added: SourceDocument[] = []
  const changed: SourceDocument[] = []
  const otherwiseStored: string[] = []
  const skipped = next.skipped.filter((skip) => known.get(skip.path)?.digest != null || (before !== null && isNews(skip, before)))
  const settled: string[] = []
  const noteBase = async (path: string, stored: KnownDocument | undefined): Promise<void> => {
    if (base === null) return
    const old = before?.present.has(path) === true ? await base.read(path, call) : null
    const was = old === null || 'skipped' in old ? null : bytesDigest(old.bytes)
    if (was !== (stored?.digest ?? null)) otherwiseStored.push(path)
  }
  for (const document of next.present.values()) {
    if (!inQuestion(document.path)) continue
    const stored = known.get(document.path)
    if (stored?.digest === null || stored === undefined) {
      added.push(document)
      await noteBase(document.path, stored)
      continue
    }
    if (stored.validator === document.validator) {
      if (base !== null) settled.push(document.path)
      continue
    }
    const content: SourceContent | { readonly skipped: string } = await source.read(document.path, call)
    if (!('skipped' in content) && bytesDigest(content.bytes) === stored.digest) settled.push(document.path)
    else {
      changed.push(document)
      await noteBase(document.path, stored)
    }
  }
  const removed = [...known.values()].filter(({ path, digest }) => digest !== null && !next.present.has(path) && inQuestion(path))
  for (const gone of removed) await noteBase(gone.path, gone)
  for (const path of before?.present.keys() ?? []) {
    if (!next.present.has(path) && inQuestion(path) && known.get(path)?.digest == null) settled.push(path)
  }
  return { added, changed, removed, skipped, settled, otherwiseStored }
}

/** Whether a range brings a file that ought to be read and cannot be. */
function isNews({ path, reason }: SkippedFile, before: Listing): boolean {
  return (reason === 'unreadable' || reason === 'too-large') && !before.skipped.some((skip) => skip.path === path)
}

type SkippedFile = Extract<SourceChange, { readonly kind: 'skipped' }>

interface Listing {
  readonly present: ReadonlyMap<string, SourceDocument>
  readonly skipped: readonly SkippedFile[]
}

async function listing(source: Source, call: { readonly signal?: AbortSignal }): Promise<Listing> {
  const present = new Map<string, SourceDocument>()
  const skipped: SkippedFile[] = []
  for await (const change of source.list(call)) {
    if (change.kind === 'skipped') skipped.push(change)
    else present.set(change.document.path, change.document)
  }
  return { present, skipped }
}
