import type { PassageChange } from '../../corpus/change-hook.ts'
import { documentId } from '../../corpus/corpus-ids.ts'
import { unitEmbedText } from '../../corpus/embed-text.ts'
import { type DocumentPlan, planDocument, removal } from '../../corpus/plan-document.ts'
import type { StoredDocument } from '../../corpus/stored-document.ts'
import type { MemoryPassage } from '../../retrieve/memory-segment.ts'
import type { DocumentId, PassageId, ScopeId, SourceId } from '../../spec/ids.ts'
import type { ParsedFile } from '../../spec/parser.ts'
import type { SkillDocument } from '../../spec/skills.ts'
import type { SourceDocument } from '../../spec/source.ts'

/** A passage of the new state with where it stands. */
export interface LaidPassage extends MemoryPassage {
  readonly startLine: number
  /** By unit: whether it has or will have a vector of its own. */
  readonly embeds: readonly boolean[]
}

/** A unit of the new state whose words stood nowhere in the document before. */
export interface FreshUnit {
  readonly passage: LaidPassage
  readonly ordinal: number
  readonly start: number
  readonly end: number
  /** The exact slice. */
  readonly text: string
}

/** One document of the change: as it will be, or gone. */
export interface LaidDocument {
  readonly id: DocumentId
  readonly path: string
  /** The document it continues: itself, or the one it was renamed from; null where it is new. */
  readonly from: { readonly id: DocumentId; readonly path: string } | null
  /** Null where it is gone. */
  readonly document: SkillDocument | null
  readonly passages: readonly LaidPassage[]
  readonly changes: readonly PassageChange[]
  readonly fresh: readonly FreshUnit[]
  /** Units without a vector yet, with the text that would be embedded. */
  readonly owed: readonly { readonly passage: PassageId; readonly ordinal: number; readonly digest: string; readonly text: string }[]
}

export interface LayRequest {
  readonly scope: ScopeId
  readonly source: SourceId
  readonly document: SourceDocument
  readonly parsed: ParsedFile
  /** What the store has at its path, live or dormant. */
  readonly stored: StoredDocument | null
  /** The document it was renamed from. */
  readonly from: StoredDocument | null
  /** Ids that a new passage must not take. */
  readonly taken?: ReadonlySet<string>
}

/** A changed document laid over what is stored of it, with the ids that a sync would give its passages. Pure. */
export function layChanged({ scope, source, document, parsed, stored, from, taken }: LayRequest): LaidDocument {
  const { path, modifiedAt } = document
  const id = documentId(scope, source, path)
  const before = from?.passages.filter((passage) => passage.isAlive) ?? []
  const plan = planDocument({
    scope,
    id,
    path,
    document: parsed.document,
    stored: [...before, ...(stored?.passages ?? [])],
    ...(taken === undefined ? {} : { taken }),
  })
  const passages = laidPassages(plan, modifiedAt)
  const base = from ?? (stored?.row.state === 'live' ? stored : null)
  return {
    id,
    path,
    from: base === null ? null : { id: base.id, path: base.row.path },
    document: skillDocument(plan, modifiedAt),
    passages,
    changes: plan.changes,
    fresh: freshUnits(passages, base),
    owed: plan.passages.flatMap((passage) =>
      passage.units.flatMap(({ vector, text }, ordinal) =>
        vector === null ? [] : [{ passage: passage.id, ordinal, digest: vector, text: unitEmbedText(parsed.document.title, text) }],
      ),
    ),
  }
}

/** A document that is gone. */
export function layRemoved({ id, row, passages }: StoredDocument): LaidDocument {
  const changes = passages.filter((passage) => passage.isAlive).map(removal)
  return { id, path: row.path, from: { id, path: row.path }, document: null, passages: [], changes, fresh: [], owed: [] }
}

function laidPassages(plan: DocumentPlan, modifiedAt: number): readonly LaidPassage[] {
  return plan.passages.map(({ id, version, ordinal, parsed, units }) => ({
    id,
    version,
    document: plan.id,
    path: plan.path,
    title: plan.document.title,
    place: parsed.place,
    kind: parsed.kind,
    symbol: parsed.symbol,
    text: parsed.text,
    ordinal,
    modifiedAt,
    units,
    vectors: units.map(() => null),
    embeds: units.map((unit) => unit.vector !== null),
    startLine: parsed.startLine,
  }))
}

function skillDocument(plan: DocumentPlan, modifiedAt: number): SkillDocument {
  const { title, format } = plan.document
  const passages = plan.passages.map(({ id, version, parsed, units }) => {
    const { kind, text, place, symbol, language } = parsed
    return { id, version, kind, text, place, symbol, language, units }
  })
  return { id: plan.id, path: plan.path, title, format, modifiedAt, passages }
}

/** Shorter than this a unit says nothing that could be compared. */
const shortest = 12

function freshUnits(passages: readonly LaidPassage[], base: StoredDocument | null): readonly FreshUnit[] {
  const before = folded(
    (base?.passages ?? [])
      .filter((passage) => passage.isAlive)
      .map((passage) => passage.text)
      .join('\n'),
  )
  return passages.flatMap((passage) =>
    passage.units.flatMap((unit, ordinal) => {
      const text = passage.text.slice(unit.start, unit.end)
      return text.trim().length < shortest || before.includes(folded(text))
        ? []
        : [{ passage, ordinal, start: unit.start, end: unit.end, text }]
    }),
  )
}

/** White space folded: how two texts are compared that may be wrapped otherwise. */
export function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
