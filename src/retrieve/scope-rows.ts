import type { Selectable } from 'kysely'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import type { PassageSymbol } from '../spec/parser.ts'
import type { ScopesTable } from '../spec/schema.ts'
import type { Store } from '../spec/store.ts'
import type { RetrievablePassage } from './indexed-passage.ts'

/** Values in one `in (…)`: below the parameter limits of both engines. */
const slice = 400

/** The reads of one scope that retrieval makes, in slices short enough for an asking thread. */
export interface ScopeRows {
  scope(): Promise<Pick<Selectable<ScopesTable>, 'no' | 'revision'> | null>
  passageCount(): Promise<number>
  /** Passages whose row, or whose document's row, a later revision changed. */
  changedPassages(after: number): Promise<readonly string[]>
  /** Ids of the current passages of some documents. */
  passagesOf(documents: readonly DocumentId[]): Promise<readonly string[]>
  /** Current passages by id, or by row number, of live documents, with their text and units. */
  passages(by: 'passage' | 'no', keys: readonly (string | number)[]): Promise<readonly (RetrievablePassage & { readonly no: number })[]>
  /** The passage at a position of a document. */
  passageAt(document: DocumentId, ordinal: number): Promise<string | null>
  /** Vectors of current units: all of them, of some passages, or those stored after a revision. */
  vectors(of: 'all' | { readonly passages: readonly string[] } | { readonly after: number }): AsyncIterable<UnitVector>
}

export interface UnitVector {
  readonly passage: string
  readonly ordinal: number
  readonly vector: Uint8Array
}

export function openScopeRows(store: Store, scope: ScopeId, embedder: string): ScopeRows {
  const db = store.read

  const current = () =>
    db
      .selectFrom('passages')
      .innerJoin('documents', (join) =>
        join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
      )
      .where('passages.scope', '=', scope)
      .where('passages.version', 'is not', null)
      .where('documents.state', '=', 'live')

  const withVectors = () =>
    current()
      .innerJoin('units', (join) => join.onRef('units.scope', '=', 'passages.scope').onRef('units.passage', '=', 'passages.passage'))
      .innerJoin('vectors', (join) =>
        join.onRef('vectors.scope', '=', 'units.scope').onRef('vectors.digest', '=', 'units.vector').on('vectors.embedder', '=', embedder),
      )
      .select(['passages.no', 'units.passage', 'units.ordinal', 'vectors.vector'])

  return {
    async scope() {
      return (await db.selectFrom('scopes').select(['no', 'revision']).where('scope', '=', scope).executeTakeFirst()) ?? null
    },

    async passageCount() {
      const row = await current()
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },

    async changedPassages(after) {
      const rows = await db
        .selectFrom('passages')
        .innerJoin('documents', (join) =>
          join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
        )
        .select('passages.passage')
        .where('passages.scope', '=', scope)
        .where((where) => where.or([where('passages.revision', '>', after), where('documents.revision', '>', after)]))
        .execute()
      return rows.map((row) => row.passage)
    },

    async passagesOf(documents) {
      const found: string[] = []
      for (let at = 0; at < documents.length; at += slice) {
        const rows = await current()
          .select('passages.passage')
          .where('passages.document', 'in', documents.slice(at, at + slice))
          .execute()
        found.push(...rows.map((row) => row.passage))
      }
      return found
    },

    async passages(by, keys) {
      const found: (RetrievablePassage & { readonly no: number })[] = []
      for (let at = 0; at < keys.length; at += slice) {
        const part = keys.slice(at, at + slice)
        const rows = await current()
          .innerJoin('versions', (join) =>
            join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'),
          )
          .select([
            'passages.no',
            'passages.passage',
            'passages.document',
            'passages.ordinal',
            'passages.kind',
            'passages.place',
            'passages.symbol',
            'versions.digest',
            'versions.text',
            'documents.path',
            'documents.title',
            'documents.modified_at',
          ])
          .where((where) =>
            by === 'no' ? where('passages.no', 'in', part.map(Number)) : where('passages.passage', 'in', part.map(String)),
          )
          .orderBy('passages.no')
          .execute()
        const ids = rows.map((row) => row.passage)
        if (ids.length === 0) continue
        const units = Map.groupBy(
          await db
            .selectFrom('units')
            .select(['passage', 'start_offset', 'end_offset', 'text'])
            .where('scope', '=', scope)
            .where('passage', 'in', ids)
            .orderBy('passage')
            .orderBy('ordinal')
            .execute(),
          (unit) => unit.passage,
        )
        for (const row of rows) {
          found.push({
            no: row.no,
            id: row.passage as PassageId,
            version: row.digest as Digest,
            document: row.document as DocumentId,
            path: row.path,
            title: row.title,
            ordinal: row.ordinal,
            kind: row.kind,
            text: row.text,
            place: JSON.parse(row.place) as readonly string[],
            symbol: row.symbol === null ? null : (JSON.parse(row.symbol) as PassageSymbol | null),
            modifiedAt: row.modified_at,
            units: (units.get(row.passage) ?? []).map((unit) => ({
              start: unit.start_offset,
              end: unit.end_offset,
              text: unit.text ?? row.text.slice(unit.start_offset, unit.end_offset),
            })),
          })
        }
      }
      return found
    },

    async passageAt(document, ordinal) {
      const row = await current()
        .select('passages.passage')
        .where('passages.document', '=', document)
        .where('passages.ordinal', '=', ordinal)
        .executeTakeFirst()
      return row?.passage ?? null
    },

    async *vectors(of) {
      if (of !== 'all' && 'passages' in of) {
        for (let at = 0; at < of.passages.length; at += slice) {
          yield* await withVectors()
            .where('passages.passage', 'in', of.passages.slice(at, at + slice))
            .execute()
        }
        return
      }
      let last = 0
      for (;;) {
        let query = withVectors()
          .where('passages.no', '>', last)
          .orderBy('passages.no')
          .orderBy('units.ordinal')
          .limit(slice * 5)
        if (of !== 'all') query = query.where('vectors.revision', '>', of.after)
        const rows = await query.execute()
        yield* rows
        const end = rows.at(-1)
        if (end === undefined || rows.length < slice * 5) return
        // The last passage may have been cut: it comes again whole, which sets the same rows.
        last = end.no - 1 > last ? end.no - 1 : end.no
      }
    },
  }
}
