/** What happened to one document. */
export interface DocumentNews {
  readonly kind: 'added' | 'changed' | 'removed' | 'moved'
  readonly path: string
  readonly from: string | null
}

/** What a sync did to the corpus. Counts are documents and passages; a run that did nothing says so by its zeros. */
export interface SyncReceipt {
  readonly documents: {
    /** Live after the sync, in the scope. */
    readonly total: number
    readonly added: number
    readonly changed: number
    readonly removed: number
    /** Renamed or moved: counted here only, not as added and removed. */
    readonly moved: number
    readonly unchanged: number
  }
  /** `changed` are those whose text is another. */
  readonly passages: { readonly total: number; readonly added: number; readonly changed: number; readonly removed: number }
  /** The first 20 documents that were written, in order; `from` is where a moved one was. */
  readonly changes: readonly DocumentNews[]
  /** By reason, with up to 20 paths each. */
  readonly skipped: readonly { readonly reason: string; readonly count: number; readonly paths: readonly string[] }[]
  readonly maskedCredentials: number
  readonly warnings: readonly string[]
  readonly durationMs: number
}
