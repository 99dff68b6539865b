import type { MemoryPassage } from '../retrieve/memory-segment.ts'
import type { DocumentId, PassageId } from '../spec/ids.ts'
import type { SkillDocument } from '../spec/skills.ts'
import type { OwedUnit } from './embed-laid.ts'
import type { OverlaidDocument } from './lay-document.ts'
import type { Overlay, PassagePlace } from './overlay.ts'

/** The overlay of one ask while it grows: the walk's findings first, then what a check of cited documents adds. */
export interface LaidOver {
  readonly overlay: Overlay & { readonly hiddenDocuments: ReadonlySet<DocumentId> }
  readonly passages: readonly MemoryPassage[]
  readonly owed: readonly OwedUnit[]
  /** Hides the stored passages of a document; with `now` its passages as they are stand in. */
  add(document: DocumentId, now: OverlaidDocument | null): void
}

export function createLaidOver(): LaidOver {
  const hiddenDocuments = new Set<DocumentId>()
  const places = new Map<PassageId, PassagePlace>()
  const documents: SkillDocument[] = []
  const passages: MemoryPassage[] = []
  const owed: OwedUnit[] = []
  return {
    overlay: { hiddenDocuments, passages: places, documents },
    passages,
    owed,
    add(document, now) {
      hiddenDocuments.add(document)
      if (now === null) return
      passages.push(...now.passages)
      owed.push(...now.owed)
      documents.push(now.document)
      for (const [passage, place] of now.places) places.set(passage, place)
    },
  }
}
