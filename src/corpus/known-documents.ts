import type { Digest } from '../spec/digest.ts'
import type { DocumentId, ScopeId, SourceId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'
import { nextTurn } from './next-turn.ts'

/** What a sync or an ask compares a source's listing with. */
export interface KnownDocument {
  readonly id: DocumentId
  readonly path: string
  readonly validator: string
  /** Digest of the bytes; null while the document is dormant. */
  readonly digest: Digest | null
  readonly recipe: string
}

const pageSize = 1000

/** Every document a source ever had, live or dormant, by path. Reads in pages, so that no read holds the thread. */
export async function knownDocuments(store: Store, scope: ScopeId, source: SourceId): Promise<ReadonlyMap<string, KnownDocument>> {
  const known = new Map<string, KnownDocument>()
  for (let after = ''; ; ) {
    const page = await store.read
      .selectFrom('documents')
      .select(['document', 'path', 'validator', 'digest', 'recipe'])
      .where('scope', '=', scope)
      .where('source', '=', source)
      .where('document', '>', after)
      .orderBy('document')
      .limit(pageSize)
      .execute()
    for (const row of page) {
      const { path, validator, recipe } = row
      known.set(path, { id: row.document as DocumentId, path, validator, recipe, digest: row.digest as Digest | null })
    }
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return known
    after = last.document
    await nextTurn()
  }
}

/** What the store has of one path by now, or null where the source never had it. */
export async function knownDocument(store: Store, scope: ScopeId, source: SourceId, path: string): Promise<KnownDocument | null> {
  const row = await store.read
    .selectFrom('documents')
    .select(['document', 'validator', 'digest', 'recipe'])
    .where('scope', '=', scope)
    .where('source', '=', source)
    .where('path', '=', path)
    .executeTakeFirst()
  if (row === undefined) return null
  return { id: row.document as DocumentId, path, validator: row.validator, digest: row.digest as Digest | null, recipe: row.recipe }
}
