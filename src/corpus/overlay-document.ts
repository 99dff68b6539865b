import type { Digest } from '../spec/digest.ts'
import type { DocumentId, ScopeId, SourceId } from '../spec/ids.ts'
import type { ParsedDocument, ParsedFile } from '../spec/parser.ts'
import type { SourceDocument } from '../spec/source.ts'
import type { PassageChange } from './change-hook.ts'
import { documentId } from './corpus-ids.ts'
import { type PlannedPassage, planDocument } from './plan-document.ts'
import type { StoredPassage } from './stored-document.ts'

/** A document as it is in its source now, in memory only. */
export interface OverlayDocument {
  readonly id: DocumentId
  readonly path: string
  readonly title: string | null
  readonly format: ParsedDocument['format']
  readonly modifiedAt: number
  /** Digest of the bytes. */
  readonly digest: Digest
  readonly projection: Digest
  readonly passages: readonly PlannedPassage[]
  /** Against what is stored. */
  readonly changes: readonly PassageChange[]
}

/** Gives the passages of a parsed file the ids a sync would give them, without writing. `stored`: as loaded, or [] without a store. Pure. */
export function overlayDocument(request: {
  readonly scope: ScopeId
  readonly source: SourceId
  readonly document: SourceDocument
  readonly parsed: ParsedFile
  readonly stored: readonly StoredPassage[]
}): OverlayDocument {
  const { scope, source, document, parsed, stored } = request
  const { path, modifiedAt } = document
  const id = documentId(scope, source, path)
  const { projection, passages, changes } = planDocument({ scope, id, path, document: parsed.document, stored })
  const { title, format } = parsed.document
  return { id, path, title, format, modifiedAt, digest: parsed.digest, projection, passages, changes }
}
