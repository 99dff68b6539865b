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
  readonly passages: { readonly total: number; readonly added: number; readonly removed: number }
  /** By reason, with up to 20 paths each. */
  readonly skipped: readonly { readonly reason: string; readonly count: number; readonly paths: readonly string[] }[]
  readonly maskedCredentials: number
  readonly warnings: readonly string[]
  readonly durationMs: number
}
