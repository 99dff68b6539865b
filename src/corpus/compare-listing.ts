import type { Digest } from '../spec/digest.ts'
import type { SourceDocument } from '../spec/source.ts'
import type { KnownDocument } from './known-documents.ts'

/** What a source has against what the store has of it. */
export interface SourceChanges {
  /** Not known, or known and dormant. */
  readonly added: readonly SourceDocument[]
  /** The validator differs, or the recipe; whether the text does, its digest tells. */
  readonly changed: readonly SourceDocument[]
  /** Known, live and no longer there. */
  readonly removed: readonly KnownDocument[]
  readonly unchanged: number
}

/** Compares a completed listing with the store's documents of that source. Pure. */
export function compareListing(
  present: ReadonlyMap<string, SourceDocument>,
  known: ReadonlyMap<string, KnownDocument>,
  recipe: Digest,
): SourceChanges {
  const added: SourceDocument[] = []
  const changed: SourceDocument[] = []
  for (const document of present.values()) {
    const stored = known.get(document.path)
    if (stored === undefined || stored.digest === null) added.push(document)
    else if (stored.validator !== document.validator || stored.recipe !== recipe) changed.push(document)
  }
  const removed = [...known.values()].filter((stored) => stored.digest !== null && !present.has(stored.path))
  return { added, changed, removed, unchanged: present.size - added.length - changed.length }
}
