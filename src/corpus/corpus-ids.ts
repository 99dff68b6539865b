import { type Digest, digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId, SourceId } from '../spec/ids.ts'

/** A document is its path within its source and scope. */
export function documentId(scope: ScopeId, source: SourceId, path: string): DocumentId {
  return digest('document', scope, source, path) as string as DocumentId
}

/** A passage's id is given once, from where and as what it was first seen; `occurrence` tells equal texts apart. */
export function passageId(document: DocumentId, version: Digest, occurrence: number): PassageId {
  return digest('passage', document, version, occurrence) as string as PassageId
}
