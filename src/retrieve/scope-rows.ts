import type { Selectable } from 'kysely'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId, SourceId } from '../spec/ids.ts'
import type { PassageSymbol } from '../spec/parser.ts'
import { erasedAt } from '../spec/revision.ts'
import type { ScopesTable } from '../spec/schema.ts'
import type { Store } from '../spec/store.ts'
import type { RetrievablePassage } from './indexed-passage.ts'

/** Values in one `in (…)`: below the parameter limits of both engines. */
const slice = 400
/** Rows of one page where everything is read. */
const page = 2_000

/** The reads of one scope that retrieval makes, in slices short enough for an asking thread. */
export interface ScopeRows {
  scope(): Promise<Pick<Selectable<ScopesTable>, 'no' | 'revision'> | null>
  /** The revision at which rows were last deleted; below it nothing known can be relied on. */
  erasedAt(): Promise<number>
  passageCount(): Promise<number>
  /** Ids of the current passages of a source's documents. */
  passagesFrom(source: SourceId): Promise<readonly string[]>
  /** Passages whose row, or whose document's row, a later revision changed. */
  changedPassages(after: number): Promise<readonly string[]>
  /** Ids of the current passages of some documents, in order within each. */
  passagesOf(documents: readonly DocumentId[]): Promise<readonly { readonly document: string; readonly passage: string }[]>
  /** Current passages by id, or by row number, of live documents, with their text and units. */
  passages(by: 'passage' | 'no', keys: readonly (string | number)[]): Promise<readonly (RetrievablePassage & { readonly no: number })[]>
  /** Vectors of current units. */
  allVectors(): AsyncIterable<UnitVector>
  vectorsOf(passages: readonly string[]): AsyncIterable<UnitVector>
  /** Those stored after a revision. */
  vectorsAfter(revision: number): AsyncIterable<UnitVector>
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

    erasedAt: () => erasedAt(db, scope),

    async passageCount() {
      const row = await current()
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },

    async passagesFrom(source) {
      const rows = await current().select('passages.passage').where('documents.source', '=', source).execute()
      return rows.map((row) => row.passage)
    },

    async changedPassages(after) {
      const own = await db.selectFrom('passages').select('passage').where('scope', '=', scope).where('revision', '>', after).execute()
      // A document's row holds the title its units are embedded and ranked with.
      const ofDocuments = await db
        .selectFrom('documents')
        .innerJoin('passages', (join) =>
          join.onRef('passages.scope', '=', 'documents.scope').onRef('passages.document', '=', 'documents.document'),
        )
        .select('passages.passage')
        .where('documents.scope', '=', scope)
        .where('documents.revision', '>', after)
        .execute()
      return [...new Set([...own, ...ofDocuments].map((row) => row.passage))]
    },

    async passagesOf(documents) {
      const found: { readonly document: string; readonly passage: string }[] = []
      for (let at = 0; at < documents.length; at += slice) {
        const part = documents.slice(at, at + slice)
        const rows = await current()
          .select(['passages.document', 'passages.passage'])
          .where('passages.document', 'in', part)
          .orderBy('passages.document')
          .orderBy('passages.ordinal')
          .execute()
        found.push(...rows)
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

    async *allVectors() {
      let last = 0
      for (;;) {
        const rows = await withVectors()
          .where('passages.no', '>', last)
          .orderBy('passages.no')
          .orderBy('units.ordinal')
          .limit(page)
          .execute()
        yield* rows
        const end = rows.at(-1)
        if (end === undefined || rows.length < page) return
        // The last passage may have been cut: it comes again whole, unless it fills the page alone.
        last = end.no - 1 > last ? end.no - 1 : end.no
      }
    },

    async *vectorsOf(passages) {
      for (let at = 0; at < passages.length; at += slice) {
        yield* await withVectors()
          .where('passages.passage', 'in', passages.slice(at, at + slice))
          .execute()
      }
    },

    async *vectorsAfter(revision) {
      const made = await db
        .selectFrom('vectors')
        .select(['digest', 'vector'])
        .where('scope', '=', scope)
        .where('embedder', '=', embedder)
        .where('revision', '>', revision)
        .execute()
      const vectors = new Map(made.map((row) => [row.digest, row.vector]))
      const digests = [...vectors.keys()]
      for (let at = 0; at < digests.length; at += slice) {
        const rows = await current()
          .innerJoin('units', (join) => join.onRef('units.scope', '=', 'passages.scope').onRef('units.passage', '=', 'passages.passage'))
          .select(['units.passage', 'units.ordinal', 'units.vector as digest'])
          .where('units.vector', 'in', digests.slice(at, at + slice))
          .execute()
        for (const { passage, ordinal, digest } of rows) {
          const vector = vectors.get(digest ?? '')
          if (vector !== undefined) yield { passage, ordinal, vector }
        }
      }
    },
  }
}
