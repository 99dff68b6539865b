import type { PassageId } from '../spec/ids.ts'
import type { PassageKind } from '../spec/parser.ts'
import type { SkillDocument } from '../spec/skills.ts'

/** Where a passage is now: its document's path, its current version and its first line. */
export interface PassagePlace {
  readonly passage: PassageId
  readonly document: string
  readonly path: string
  readonly version: string | null
  readonly startLine: number
  readonly kind: PassageKind
  readonly language: string | null
  readonly placeDigest: string
  /** Exact text of the current version, or '' where there is none. */
  readonly text: string
}

/**
 * Changed files laid over what is stored, in memory: their documents' stored passages are hidden, their passages as they
 * are now stand in. Empty when nothing changed.
 */
export interface Overlay {
  readonly hiddenDocuments: ReadonlySet<string>
  readonly passages: ReadonlyMap<PassageId, PassagePlace>
  /** The changed documents as they are now. */
  readonly documents: readonly SkillDocument[]
}

export const emptyOverlay: Overlay = { hiddenDocuments: new Set(), passages: new Map(), documents: [] }
