import { documentId } from '../../corpus/corpus-ids.ts'
import { prepareDocument } from '../../corpus/prepare-document.ts'
import { loadStoredDocument } from '../../corpus/stored-document.ts'
import type { DocumentId } from '../../spec/ids.ts'
import type { Source } from '../../spec/source.ts'
import type { DiffQuote } from './diff-view.ts'
import { type FreshUnit, folded, type LaidDocument, type LaidPassage, layChanged } from './laid-change.ts'
import type { LayParts } from './lay-changes.ts'
import { quotePlace } from './quote-place.ts'

/** The part of a change that is stored already. */
export interface ReadChange {
  readonly paths: ReadonlySet<string>
  /** These files as they are now, with what none of them held before; none where it is not known what they held. */
  readonly documents: readonly LaidDocument[]
  /** What these files hold now that none of them held before; nothing where it is not known what they held. */
  readonly fresh: readonly FreshUnit[]
  /** Whether it is known what these files held before. */
  readonly hasBase: boolean
  /** Whether the words stood in these files before the change. */
  stoodBefore(words: string): boolean
  /** Where they stood before the change, in the file at this path if they stood there. */
  placeBefore(words: string, path: string | null): DiffQuote | null
  /** A document as the new state has it, or null where that has none. */
  document(id: DocumentId, path: string): Promise<LaidDocument | null>
  /** Units of a passage list that did not stand in these files before. */
  newUnits(passages: readonly LaidPassage[]): readonly FreshUnit[]
}

export interface ReadChangeRequest {
  readonly parts: LayParts
  /** The new state. */
  readonly source: Source
  /** The state the change begins with, or null where there is only what is stored. */
  readonly base: Source | null
  /** Files that are stored as the new state has them, and differ from the base. */
  readonly paths: readonly string[]
  readonly signal: AbortSignal | undefined
}

/** Shorter than this a unit says nothing that could be compared. */
const shortest = 12

/** Reads both sides of the files that are stored already as the change leaves them. */
export async function readChange({ parts, source, base, paths, signal }: ReadChangeRequest): Promise<ReadChange> {
  const { scope, id: sourceId } = source
  const before: { readonly path: string; readonly startLine: number; readonly text: string }[] = []
  for (const path of base === null ? [] : paths) {
    const was = base === null ? null : await prepareDocument(base, parts.parser, path, null, signal)
    if (was?.kind !== 'parsed') continue
    before.push(...was.parsed.document.passages.map(({ startLine, text }) => ({ path, startLine, text })))
  }
  const wordsBefore = folded(before.map(({ text }) => text).join('\n'))
  const laid = new Map<DocumentId, LaidDocument | null>()

  function newUnits(passages: readonly LaidPassage[]): readonly FreshUnit[] {
    return passages.flatMap((passage) =>
      passage.units.flatMap(({ start, end }, ordinal) => {
        const text = passage.text.slice(start, end)
        return text.trim().length < shortest || wordsBefore.includes(folded(text)) ? [] : [{ passage, ordinal, start, end, text }]
      }),
    )
  }

  async function document(id: DocumentId, path: string): Promise<LaidDocument | null> {
    const known = laid.get(id)
    if (known !== undefined) return known
    const stored = await loadStoredDocument(parts.store.read, scope, id)
    const prepared = stored?.row.state === 'live' ? await prepareDocument(source, parts.parser, path, null, signal) : null
    const found =
      prepared?.kind !== 'parsed'
        ? null
        : layChanged({ scope, source: sourceId, document: prepared.document, parsed: prepared.parsed, stored, from: null })
    laid.set(id, found)
    return found
  }

  const documents: LaidDocument[] = []
  for (const path of base === null ? [] : paths) {
    const found = await document(documentId(scope, sourceId, path), path)
    if (found !== null) documents.push({ ...found, fresh: newUnits(found.passages), changes: [] })
  }
  return {
    paths: new Set(paths),
    documents,
    fresh: documents.flatMap((one) => one.fresh),
    newUnits,
    document,
    hasBase: base !== null,
    stoodBefore: (words) => wordsBefore.includes(folded(words)),
    placeBefore(words, path) {
      const holding = before.filter(({ text }) => text.includes(words))
      const passage = holding.find((one) => one.path === path) ?? holding[0]
      if (passage === undefined) return null
      const start = passage.text.indexOf(words)
      return quotePlace(passage, start, start + words.length)
    },
  }
}
