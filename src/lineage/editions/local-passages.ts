import type { Kysely } from 'kysely'
import type { PassageId, ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

/** A live passage a quotation can be taken from. */
export interface LocalPassage {
  readonly passage: PassageId
  readonly document: string
  readonly version: string
  readonly path: string
  readonly placeDigest: string
  /** Exact text of the version. */
  readonly text: string
}

const slice = 300

/** The live passages that hold these versions, by version; several where a text stands more than once. */
export async function localPassages(
  db: Kysely<Schema>,
  scope: ScopeId,
  versions: readonly string[],
): Promise<ReadonlyMap<string, readonly LocalPassage[]>> {
  const found: LocalPassage[] = []
  const wanted = [...new Set(versions)]
  for (let at = 0; at < wanted.length; at += slice) {
    const rows = await db
      .selectFrom('passages')
      .innerJoin('versions', (join) =>
        join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'),
      )
      .innerJoin('documents', (join) =>
        join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
      )

      .select([
        'passages.passage',
        'passages.document',
        'versions.digest as version',
        'documents.path',
        'passages.place_digest',
        'versions.text',
      ])
      .where('passages.scope', '=', scope)
      .where('passages.version', 'in', wanted.slice(at, at + slice))
      .where('documents.state', '=', 'live')
      .orderBy('documents.path')
      .orderBy('passages.ordinal')
      .execute()
    for (const { passage, document, version, path, place_digest, text } of rows) {
      found.push({ passage: passage as PassageId, document, version, path, placeDigest: place_digest, text })
    }
  }
  return Map.groupBy(found, (one) => one.version)
}
