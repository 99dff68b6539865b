import type { Kysely } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import { thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import type { LexicalIndex, Statement } from '../spec/store.ts'
import { statement } from '../spec/store.ts'
import { type BulkRow, createBulkInsert } from './bulk-insert.ts'
import { lexicalText } from './lexical-text.ts'
import { nextTurn } from './next-turn.ts'
import type { DocumentPlan, PlannedPassage } from './plan-document.ts'
import type { StoredPassage } from './stored-document.ts'

/** Composes the statements that make the store's passages those of a plan. */
export interface DocumentWriter {
  /** Versions, passages, units and index entries of a plan. `before` is the document as the index last saw it. */
  put(plan: DocumentPlan, before: IndexedAs, reparsed: boolean): Promise<readonly Statement[]>
  /** Leaves the passages without a version and takes them out of the index. */
  remove(passages: readonly StoredPassage[], title: string | null): readonly Statement[]
}

/** What the index entries of the stored passages were made with. */
export interface IndexedAs {
  readonly title: string | null
}

export interface WriterParts {
  readonly db: Kysely<Schema>
  readonly lexical: LexicalIndex
  readonly tokenise: (text: string) => readonly string[]
  readonly scope: ScopeId
  readonly scopeNo: number
}

const passageColumns = [
  'scope',
  'passage',
  'document',
  'ordinal',
  'version',
  'last_version',
  'kind',
  'language',
  'place',
  'place_digest',
  'start_line',
  'end_line',
  'start_offset',
  'symbol',
]
const slice = 200
/** Characters of text composed between two yields. */
const partLength = 20_000

/** One writer serves all documents of a sync; it keeps compiled statements. */
export function createDocumentWriter({ db, lexical, tokenise, scope, scopeNo }: WriterParts): DocumentWriter {
  const versions = createBulkInsert(db, {
    table: 'versions',
    columns: ['scope', 'digest', 'normal', 'text'],
    key: ['scope', 'digest'],
    replaced: [],
  })
  const passages = createBulkInsert(db, {
    table: 'passages',
    columns: passageColumns,
    key: ['scope', 'passage'],
    replaced: [...passageColumns.slice(2), 'revision'],
    expression: { column: 'revision', value: thisRevision(scope), parameter: scope },
  })
  const units = createBulkInsert(db, {
    table: 'units',
    columns: ['scope', 'passage', 'ordinal', 'start_offset', 'end_offset', 'text', 'vector'],
    key: ['scope', 'passage', 'ordinal'],
    replaced: ['start_offset', 'end_offset', 'text', 'vector'],
  })
  const tokensOf = (text: string) => tokenise(text).join(' ')

  const clearUnits = (ids: readonly string[]) =>
    slices(ids).map((some) => statement(db.deleteFrom('units').where('scope', '=', scope).where('passage', 'in', some)))

  const partOf = (part: readonly PlannedPassage[], plan: DocumentPlan, before: IndexedAs, reparsed: boolean): readonly Statement[] => {
    const { title } = plan.document
    const written = part.filter((passage) => rowChanged(passage, plan))
    const reunited = reparsed || before.title !== title ? part : part.filter(unitsChanged)
    const index = part.flatMap((passage) => {
      const text = lexicalText(title, passage.parsed.place, passage.parsed.text)
      const previous = passage.old?.isAlive ? lexicalText(before.title, passage.old.place, passage.old.text) : null
      return previous === text ? [] : lexical.put(scopeNo, passage.id, tokensOf(text), previous === null ? null : tokensOf(previous))
    })
    return [
      ...versions(versionRows(part, scope)),
      ...passages(written.map((passage) => passageRow(passage, plan))),
      ...clearUnits(reunited.flatMap((passage) => (passage.old === null ? [] : [passage.id]))),
      ...units(reunited.flatMap((passage) => unitRows(passage, scope))),
      ...index,
    ]
  }

  return {
    async put(plan, before, reparsed) {
      const statements: Statement[] = []
      for (const part of partsOf(plan.passages)) {
        if (statements.length > 0) await nextTurn()
        statements.push(...partOf(part, plan, before, reparsed))
      }
      return statements
    },
    remove(removed, title) {
      const ids = removed.map((passage) => passage.id)
      return [
        ...slices(ids).map((some) =>
          statement(
            db
              .updateTable('passages')
              .set({ version: null, revision: thisRevision(scope) })
              .where('scope', '=', scope)
              .where('passage', 'in', some),
          ),
        ),
        ...clearUnits(ids),
        ...removed.flatMap((passage) => lexical.remove(scopeNo, passage.id, tokensOf(lexicalText(title, passage.place, passage.text)))),
      ]
    },
  }
}

function slices(ids: readonly string[]): readonly (readonly string[])[] {
  const result: (readonly string[])[] = []
  for (let at = 0; at < ids.length; at += slice) result.push(ids.slice(at, at + slice))
  return result
}

/** Cuts a document so that composing one part keeps the thread for a few milliseconds. */
function partsOf(passages: readonly PlannedPassage[]): readonly (readonly PlannedPassage[])[] {
  const parts: PlannedPassage[][] = []
  let length = Number.POSITIVE_INFINITY
  for (const passage of passages) {
    if (length > partLength) {
      parts.push([])
      length = 0
    }
    parts.at(-1)?.push(passage)
    length += passage.parsed.text.length
  }
  return parts
}

function versionRows(passages: readonly PlannedPassage[], scope: ScopeId): readonly BulkRow[] {
  const rows = new Map<string, BulkRow>()
  for (const { version, normal, parsed, old } of passages) {
    if (old?.version !== version) rows.set(version, { scope, digest: version, normal, text: parsed.text })
  }
  return [...rows.values()]
}

function passageRow({ id, ordinal, version, placeDigest, parsed }: PlannedPassage, plan: DocumentPlan): BulkRow {
  return {
    scope: plan.scope,
    passage: id,
    document: plan.id,
    ordinal,
    version,
    last_version: version,
    kind: parsed.kind,
    language: parsed.language,
    place: JSON.stringify(parsed.place),
    place_digest: placeDigest,
    start_line: parsed.startLine,
    end_line: parsed.endLine,
    start_offset: parsed.start,
    symbol: parsed.symbol === null ? null : JSON.stringify(parsed.symbol),
  }
}

function rowChanged(passage: PlannedPassage, plan: DocumentPlan): boolean {
  const { old } = passage
  if (!old?.isAlive || old.document !== plan.id || old.version !== passage.version) return true
  const row = passageRow(passage, plan)
  const place = JSON.stringify(old.place)
  return (
    row.place !== place ||
    row.ordinal !== old.row.ordinal ||
    row.kind !== old.row.kind ||
    row.language !== old.row.language ||
    row.start_line !== old.row.start_line ||
    row.end_line !== old.row.end_line ||
    row.start_offset !== old.row.start_offset ||
    row.symbol !== old.row.symbol
  )
}

function unitsChanged({ old, version, parsed }: PlannedPassage): boolean {
  return (
    !old?.isAlive ||
    old.version !== version ||
    old.row.kind !== parsed.kind ||
    old.row.symbol !== (parsed.symbol === null ? null : JSON.stringify(parsed.symbol))
  )
}

function unitRows({ id, parsed, units }: PlannedPassage, scope: ScopeId): readonly BulkRow[] {
  return units.map((unit, ordinal) => ({
    scope,
    passage: id,
    ordinal,
    start_offset: unit.start,
    end_offset: unit.end,
    text: unit.text === parsed.text.slice(unit.start, unit.end) ? null : unit.text,
    vector: unit.vector,
  }))
}
