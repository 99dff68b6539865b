import type { ScopeId, SourceId } from './ids.ts'

/** Why a document was not read; counted and named in the receipt. */
export type SkipReason = 'ignored' | 'binary' | 'too-large' | 'secret' | 'outside-root' | 'unreadable' | 'vanished' | 'unchanged-limit'

/** One document as its source names it. `validator` is opaque: equal validators mean an unchanged document. */
export interface SourceDocument {
  /** Path relative to the source's root with `/`, or the pushed id. */
  readonly path: string
  readonly validator: string
  readonly size: number
  /** The source's own time of change in epoch ms; compared only with other times of the same source. */
  readonly modifiedAt: number
}

export type SourceChange =
  | { readonly kind: 'present'; readonly document: SourceDocument }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: SkipReason }

/** A part of a source: `all` is the file, or the folder with everything under it; `own` the folder's own files alone. `''` is the root. */
export interface Place {
  readonly path: string
  readonly depth: 'all' | 'own'
}

export interface ListOptions {
  readonly signal?: AbortSignal
  /** Lists at least what is at these places, as a whole listing would; a source that cannot narrow lists everything. */
  readonly places?: readonly Place[]
}

/** What a {@link Source.sweep} found against the seals it was given. */
export interface Sweep {
  /** Documents there are. */
  readonly documents: number
  /** Folders whose own documents are not those sealed: changed, new or gone. */
  readonly differing: readonly string[]
  /** False where not every document was looked at, as somebody who knows says that the others are as they were. */
  readonly isWhole: boolean
  /** The seal of every folder that holds documents, as it is now. */
  readonly seals: ReadonlyMap<string, string>
}

export interface SweepOptions {
  readonly signal?: AbortSignal
  readonly onSkip?: (path: string, reason: SkipReason) => void
  /** When everything sealed was last looked at, in the source's own time: what may then be taken on another's word. */
  readonly lookedAtS?: number
  /** Documents that count as not there. */
  readonly isLeftOut?: (path: string) => boolean
}

/** Where context comes from. `list` says what is there; the corpus compares validators and asks to `read` only what differs. */
export interface Source {
  readonly id: SourceId
  readonly kind: 'folder' | 'memory' | 'git'
  readonly scope: ScopeId
  /** Everything present now. A document not listed by a completed iteration is gone. Aborting ends it early with an error. */
  list(options?: ListOptions): AsyncIterable<SourceChange>
  /** The bytes of one document with the validator they belong to, or why not. */
  read(path: string, options?: { readonly signal?: AbortSignal }): Promise<SourceContent | { readonly skipped: SkipReason }>
  /** Whether a document is still what the validator says; `unknown` where the source cannot tell. */
  verify?(path: string, validator: string): Promise<'same' | 'changed' | 'unknown'>
  /**
   * Goes over everything `list` would and compares folder by folder with seals made by `sealFolders`, so that a large
   * source that did not change costs its walk and no list.
   */
  sweep?(seals: ReadonlyMap<string, string>, options?: SweepOptions): Promise<Sweep>
  /** The source's own time, epoch seconds, as documents that change now are stamped; null where it cannot be had. */
  now?(): number | null
}

export interface SourceContent {
  readonly document: SourceDocument
  readonly bytes: Uint8Array
}
