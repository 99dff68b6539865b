import type { DocumentChange } from './change-hook.ts'
import type { SyncReceipt } from './sync-receipt.ts'

const mostPaths = 20
const mostWarnings = 50

/** Adds up what a sync does. */
export interface SyncTally {
  skip(path: string, reason: string): void
  warn(path: string, warnings: readonly string[]): void
  masked(count: number): void
  committed(change: DocumentChange): void
  unchanged(count: number): void
  /** Whether any document was written. */
  readonly wrote: boolean
  receipt(totals: { readonly documents: number; readonly passages: number; readonly durationMs: number }): SyncReceipt
}

export function createSyncTally(): SyncTally {
  const skipped = new Map<string, { count: number; readonly paths: string[] }>()
  const documents = { added: 0, changed: 0, removed: 0, moved: 0, unchanged: 0 }
  const passages = { added: 0, removed: 0 }
  const warnings: string[] = []
  let moreWarnings = 0
  let maskedCredentials = 0
  return {
    skip(path, reason) {
      const found = skipped.get(reason) ?? { count: 0, paths: [] }
      found.count++
      if (found.paths.length < mostPaths) found.paths.push(path)
      skipped.set(reason, found)
    },
    warn(path, texts) {
      for (const text of texts) {
        if (warnings.length < mostWarnings) warnings.push(`${path}: ${text}`)
        else moreWarnings++
      }
    },
    masked(count) {
      maskedCredentials += count
    },
    committed(change) {
      documents[change.kind === 'revived' ? 'added' : change.kind]++
      for (const { kind } of change.passages) {
        if (kind === 'added' || kind === 'revived') passages.added++
        if (kind === 'removed') passages.removed++
      }
    },
    unchanged(count) {
      documents.unchanged += count
    },
    get wrote() {
      return documents.added + documents.changed + documents.removed + documents.moved > 0
    },
    receipt(totals) {
      return {
        documents: { total: totals.documents, ...documents },
        passages: { total: totals.passages, ...passages },
        skipped: [...skipped]
          .map(([reason, { count, paths }]) => ({ reason, count, paths }))
          .sort((a, b) => (a.reason < b.reason ? -1 : 1)),
        maskedCredentials,
        warnings: moreWarnings === 0 ? warnings : [...warnings, `${moreWarnings} more warnings`],
        durationMs: totals.durationMs,
      }
    },
  }
}
