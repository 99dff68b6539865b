import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import type { PassageKind, PassageSymbol } from '../spec/parser.ts'
import type { SkillDocument, SkillPassage } from '../spec/skills.ts'
import type { Store } from '../spec/store.ts'
import { changeSourceId } from './change-source-id.ts'
import { documentById } from './documents.ts'
import { nextTurn } from './next-turn.ts'

/** A live passage with where it stands. */
export interface PlacedPassage extends SkillPassage {
  /** 1-based, inclusive. */
  readonly startLine: number
  readonly endLine: number
  readonly placeDigest: Digest
}

const pageSize = 300

/** The living passages of a document with their units, in order. */
export async function passagesOf(store: Store, scope: ScopeId, document: DocumentId): Promise<readonly PlacedPassage[]> {
  const passages: PlacedPassage[] = []
  for (let from = -1; ; ) {
    const page = await passagePage(store, scope, document, from)
    const units = await unitsOf(
      store,
      scope,
      page.map((row) => row.passage),
    )
    passages.push(...page.map((row) => toPassage(row, units.get(row.passage) ?? [])))
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return passages
    from = last.ordinal
    await nextTurn()
  }
}

/** A live document as the skills see it, or null where it is gone. */
export async function loadSkillDocument(store: Store, scope: ScopeId, id: DocumentId): Promise<SkillDocument | null> {
  const summary = await documentById(store, scope, id)
  if (summary === null) return null
  const { path, title, format, modifiedAt } = summary
  return { id, path, title, format, modifiedAt, passages: await passagesOf(store, scope, id) }
}

/** How many living passages a scope has, without those that tell of commits. */
export async function countPassages(store: Store, scope: ScopeId): Promise<number> {
  const row = await store.read
    .selectFrom('passages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('scope', '=', scope)
    .where('version', 'is not', null)
    .where((where) =>
      where(
        'document',
        'not in',
        where
          .selectFrom('documents')
          .select('documents.document')
          .where('documents.scope', '=', scope)
          .where('documents.source', '=', changeSourceId),
      ),
    )
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

function passagePage(store: Store, scope: ScopeId, document: DocumentId, from: number) {
  return store.read
    .selectFrom('passages')
    .innerJoin('versions', (join) => join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'))
    .select([
      'passages.passage',
      'passages.ordinal',
      'versions.digest',
      'versions.text',
      'passages.kind',
      'passages.language',
      'passages.place',
      'passages.place_digest',
      'passages.start_line',
      'passages.end_line',
      'passages.symbol',
    ])
    .where('passages.scope', '=', scope)
    .where('passages.document', '=', document)
    .where('passages.ordinal', '>', from)
    .orderBy('passages.ordinal')
    .limit(pageSize)
    .execute()
}

type UnitRow = { readonly start_offset: number; readonly end_offset: number; readonly text: string | null }

async function unitsOf(store: Store, scope: ScopeId, passages: readonly string[]): Promise<ReadonlyMap<string, readonly UnitRow[]>> {
  const units = new Map<string, UnitRow[]>()
  if (passages.length === 0) return units
  const rows = await store.read
    .selectFrom('units')
    .select(['passage', 'start_offset', 'end_offset', 'text'])
    .where('scope', '=', scope)
    .where('passage', 'in', passages)
    .orderBy('passage')
    .orderBy('ordinal')
    .execute()
  for (const row of rows) {
    const found = units.get(row.passage)
    if (found === undefined) units.set(row.passage, [row])
    else found.push(row)
  }
  return units
}

function toPassage(row: Awaited<ReturnType<typeof passagePage>>[number], units: readonly UnitRow[]): PlacedPassage {
  return {
    id: row.passage as PassageId,
    version: row.digest as Digest,
    kind: row.kind as PassageKind,
    text: row.text,
    place: JSON.parse(row.place) as readonly string[],
    placeDigest: row.place_digest as Digest,
    symbol: row.symbol === null ? null : (JSON.parse(row.symbol) as PassageSymbol),
    language: row.language,
    startLine: row.start_line,
    endLine: row.end_line,
    units: units.map((unit) => ({
      start: unit.start_offset,
      end: unit.end_offset,
      text: unit.text ?? row.text.slice(unit.start_offset, unit.end_offset),
    })),
  }
}
