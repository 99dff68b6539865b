import type { PassageId } from '../spec/ids.ts'
import type { SkillDocument } from '../spec/skills.ts'
import type { PassagePlace } from './check-freshness.ts'

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
