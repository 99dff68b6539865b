import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import type { PassageKind } from '../spec/parser.ts'
import type { Statement } from '../spec/store.ts'

/** A passage at one side of a change. */
export interface PassageState {
  readonly document: DocumentId
  readonly version: Digest
  readonly normal: Digest
  readonly text: string
  readonly kind: PassageKind
  /** Of code: what tells whether its line breaks and indentation mean anything. */
  readonly language: string | null
  readonly place: readonly string[]
  readonly placeDigest: Digest
}

/**
 * What happened to one passage. added: seen for the first time. revived: came back from removal. changed: other text,
 * maybe another place too. moved: same text under another heading or in another document. removed: `after` is null.
 * Passages that only stand on other lines are not reported.
 */
export interface PassageChange {
  readonly kind: 'added' | 'revived' | 'changed' | 'moved' | 'removed'
  readonly passage: PassageId
  /** As it was; of a revived passage, as it was last. */
  readonly before: PassageState | null
  readonly after: PassageState | null
}

/** A passage as retrieval finds it after a change. */
export interface FoundPassage {
  readonly passage: PassageId
  readonly version: Digest
  readonly text: string
  readonly place: readonly string[]
  /** In order; `vector` is the digest of what is embedded of a unit, or null where it is not. */
  readonly units: readonly { readonly start: number; readonly end: number; readonly text: string; readonly vector: Digest | null }[]
}

/** What one transaction does to one document. */
export interface DocumentChange {
  readonly scope: ScopeId
  readonly document: DocumentId
  readonly path: string
  readonly kind: 'added' | 'changed' | 'moved' | 'removed' | 'revived'
  /** The document this one was, where it was renamed or moved. */
  readonly from: { readonly document: DocumentId; readonly path: string } | null
  readonly projection: { readonly before: Digest | null; readonly after: Digest | null }
  readonly passages: readonly PassageChange[]
  /** What is found otherwise from now on: passages that are new, edited, moved or under another title. Absent where nothing is. */
  readonly found?: { readonly title: string | null; readonly passages: readonly FoundPassage[] }
}

/**
 * Called while a document's transaction is composed; the statements it returns run in that transaction, after the rows
 * of documents and passages are written. May be called again for the same document when another process was faster, so
 * it must have no other effect.
 */
export type ChangeHook = (change: DocumentChange) => Promise<readonly Statement[]> | readonly Statement[]

/** Passages whose version or place is no longer what it was: edited, moved, removed or back again. */
export function touchedPassages(change: DocumentChange): readonly PassageId[] {
  return change.passages.filter((one) => one.kind !== 'added').map((one) => one.passage)
}
