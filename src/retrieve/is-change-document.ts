import { changeSourceId } from '../corpus/change-source-id.ts'
import { documentId } from '../corpus/corpus-ids.ts'
import type { DocumentId, ScopeId } from '../spec/ids.ts'

/** Whether a document is one that tells of commits: its id says which source it is of. */
export function isChangeDocument(scope: ScopeId, { document, path }: { readonly document: DocumentId; readonly path: string }): boolean {
  return documentId(scope, changeSourceId, path) === document
}
