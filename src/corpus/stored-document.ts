import type { Kysely, Selectable } from 'kysely'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import type { PassageKind } from '../spec/parser.ts'
import type { DocumentsTable, PassagesTable, Schema } from '../spec/schema.ts'
import { nextTurn } from './next-turn.ts'

/** A passage as the store has it; `isAlive` is false once removed, and its version then the last it had. */
export interface StoredPassage {
  readonly id: PassageId
  readonly document: DocumentId
  readonly isAlive: boolean
  readonly version: Digest
  readonly normal: Digest
  readonly text: string
  readonly place: readonly string[]
  readonly placeDigest: Digest
  readonly row: PassageRow
}

/** The columns of a passage that a parse can change. */
export type PassageRow = Pick<PassagesTable, 'ordinal' | 'kind' | 'language' | 'start_line' | 'end_line' | 'start_offset' | 'symbol'>

/** A document with all its passages, living ones first, in order. */
export interface StoredDocument {
  readonly id: DocumentId
  readonly row: Omit<Selectable<DocumentsTable>, 'content'>
  readonly passages: readonly StoredPassage[]
}

const pageSize = 500

/** Reads a document, live or dormant, with every passage it has or had; null where it was never seen. */
export async function loadStoredDocument(db: Kysely<Schema>, scope: ScopeId, id: DocumentId): Promise<StoredDocument | null> {
  const row = await db
    .selectFrom('documents')
    .select([
      'scope',
      'document',
      'source',
      'path',
      'digest',
      'validator',
      'title',
      'format',
      'language',
      'size',
      'modified_at',
      'rank',
      'state',
      'recipe',
      'projection',
      'links',
      'committed_at',
      'changes',
      'first_at',
      'revision',
    ])
    .where('scope', '=', scope)
    .where('document', '=', id)
    .executeTakeFirst()
  if (row === undefined) return null
  const passages: StoredPassage[] = []
  for (let after = 0; ; ) {
    const page = await passagePage(db, scope, id, after)
    passages.push(...page.map((one) => toStored(one, id)))
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) break
    after = last.no
    await nextTurn()
  }
  passages.sort((a, b) => Number(b.isAlive) - Number(a.isAlive) || a.row.ordinal - b.row.ordinal)
  return { id, row, passages }
}

function passagePage(db: Kysely<Schema>, scope: ScopeId, id: DocumentId, after: number) {
  return db
    .selectFrom('passages')
    .innerJoin('versions', (join) =>
      join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.last_version'),
    )
    .select([
      'passages.no',
      'passages.passage',
      'passages.ordinal',
      'passages.version',
      'passages.last_version',
      'passages.kind',
      'passages.language',
      'passages.place',
      'passages.place_digest',
      'passages.start_line',
      'passages.end_line',
      'passages.start_offset',
      'passages.symbol',
      'versions.normal',
      'versions.text',
    ])
    .where('passages.scope', '=', scope)
    .where('passages.document', '=', id)
    .where('passages.no', '>', after)
    .orderBy('passages.no')
    .limit(pageSize)
    .execute()
}

function toStored(row: Awaited<ReturnType<typeof passagePage>>[number], document: DocumentId): StoredPassage {
  const { ordinal, kind, language, start_line, end_line, start_offset, symbol } = row
  return {
    id: row.passage as PassageId,
    document,
    isAlive: row.version !== null,
    version: row.last_version as Digest,
    normal: row.normal as Digest,
    text: row.text,
    place: JSON.parse(row.place) as readonly string[],
    placeDigest: row.place_digest as Digest,
    row: { ordinal, kind: kind as PassageKind, language, start_line, end_line, start_offset, symbol },
  }
}
