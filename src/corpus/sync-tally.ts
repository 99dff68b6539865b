import type { DocumentChange } from './change-hook.ts'
import type { DocumentNews, SyncReceipt } from './sync-receipt.ts'

const mostPaths = 20
const mostWarnings = 50

/** Adds up what a sync does. */
export interface SyncTally {
  skip(path: string, reason: string): void
  /** Counts what was skipped when everything was last looked at. */
  skipAsBefore(skipped: SyncReceipt['skipped']): void
  readonly skipped: SyncReceipt['skipped']
  warn(path: string, warnings: readonly string[]): void
  masked(count: number): void
  committed(change: DocumentChange): void
  unchanged(count: number): void
  /** Counts a transaction that only recorded new validators of bytes that are as stored. */
  settled(): void
  readonly settlings: number
  /** Transactions of documents. */
  readonly commits: number
  /** Documents and passages there are more, or fewer, than before. */
  readonly growth: { readonly documents: number; readonly passages: number }
  /** Whether any document was written. */
  readonly wrote: boolean
  receipt(totals: { readonly documents: number; readonly passages: number; readonly durationMs: number }): SyncReceipt
}

export function createSyncTally(): SyncTally {
  const skipped = new Map<string, { count: number; readonly paths: string[] }>()
  const documents = { added: 0, changed: 0, removed: 0, moved: 0, unchanged: 0 }
  const passages = { added: 0, changed: 0, removed: 0 }
  const changes: DocumentNews[] = []
  const warnings: string[] = []
  const skips = () =>
    [...skipped].map(([reason, { count, paths }]) => ({ reason, count, paths: [...paths] })).sort((a, b) => (a.reason < b.reason ? -1 : 1))
  let moreWarnings = 0
  let settlings = 0
  const commits = () => documents.added + documents.changed + documents.removed + documents.moved
  let maskedCredentials = 0
  return {
    skip(path, reason) {
      const found = skipped.get(reason) ?? { count: 0, paths: [] }
      found.count++
      if (found.paths.length < mostPaths) found.paths.push(path)
      skipped.set(reason, found)
    },
    skipAsBefore(before) {
      for (const { reason, count, paths } of before) skipped.set(reason, { count, paths: [...paths] })
    },
    get skipped() {
      return skips()
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
      const kind = change.kind === 'revived' ? 'added' : change.kind
      documents[kind]++
      if (changes.length < mostPaths) changes.push({ kind, path: change.path, from: change.from?.path ?? null })
      for (const { kind } of change.passages) {
        if (kind === 'changed') passages.changed++
        if (kind === 'added' || kind === 'revived') passages.added++
        if (kind === 'removed') passages.removed++
      }
    },
    unchanged(count) {
      documents.unchanged += count
    },
    settled() {
      settlings++
    },
    get settlings() {
      return settlings
    },
    get commits() {
      return commits()
    },
    get growth() {
      return { documents: documents.added - documents.removed, passages: passages.added - passages.removed }
    },
    get wrote() {
      return commits() > 0
    },
    receipt(totals) {
      return {
        documents: { total: totals.documents, ...documents },
        passages: { total: totals.passages, ...passages },
        changes,
        skipped: skips(),
        maskedCredentials,
        warnings: moreWarnings === 0 ? warnings : [...warnings, `${moreWarnings} more warnings`],
        durationMs: totals.durationMs,
      }
    },
  }
}
