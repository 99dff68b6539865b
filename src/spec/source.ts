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

/** Where context comes from. `changes` lists what is there; the corpus compares validators and asks to `read` only what differs. */
export interface Source {
  readonly id: SourceId
  readonly kind: 'folder' | 'memory'
  readonly scope: ScopeId
  /** Everything present now. A document not listed by a completed iteration is gone. Aborting ends it early with an error. */
  list(options?: { readonly signal?: AbortSignal }): AsyncIterable<SourceChange>
  /** The bytes of one document with the validator they belong to, or why not. */
  read(path: string, options?: { readonly signal?: AbortSignal }): Promise<SourceContent | { readonly skipped: SkipReason }>
  /** Whether a document is still what the validator says; `unknown` where the source cannot tell. */
  verify?(path: string, validator: string): Promise<'same' | 'changed' | 'unknown'>
}

export interface SourceContent {
  readonly document: SourceDocument
  readonly bytes: Uint8Array
}
