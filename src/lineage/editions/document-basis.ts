import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { BasisDocument } from './edition-basis.ts'

/** The live document at a path as far as questions are predicted from it, or null. */
export async function documentBasis(
  db: Kysely<Schema>,
  scope: ScopeId,
  path: string,
): Promise<(BasisDocument & { readonly document: string }) | null> {
  const row = await db
    .selectFrom('documents')
    .select(['document', 'title'])
    .where('scope', '=', scope)
    .where('path', '=', path)
    .where('state', '=', 'live')
    .orderBy('source')
    .executeTakeFirst()
  if (row === undefined) return null
  const passages = await db
    .selectFrom('passages')
    .select(['version', 'place_digest'])
    .where('scope', '=', scope)
    .where('document', '=', row.document)
    .where('version', 'is not', null)
    .orderBy('ordinal')
    .execute()
  return {
    document: row.document,
    title: row.title,
    passages: passages.map(({ version, place_digest }) => ({ version: version ?? '', placeDigest: place_digest })),
  }
}
