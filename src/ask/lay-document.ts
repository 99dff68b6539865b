import { documentId } from '../corpus/corpus-ids.ts'
import { unitEmbedText } from '../corpus/embed-text.ts'
import { overlayDocument } from '../corpus/overlay-document.ts'
import { loadStoredDocument } from '../corpus/stored-document.ts'
import type { MemoryPassage } from '../retrieve/memory-segment.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import type { PassageId, ScopeId } from '../spec/ids.ts'
import type { Parser } from '../spec/parser.ts'
import type { SkillDocument } from '../spec/skills.ts'
import type { Source } from '../spec/source.ts'
import type { Store } from '../spec/store.ts'
import type { OwedUnit } from './embed-laid.ts'
import type { PassagePlace } from './overlay.ts'

/** A changed file as it is now, laid over what is stored of it. */
export interface OverlaidDocument {
  readonly document: SkillDocument
  readonly validator: string
  readonly passages: readonly MemoryPassage[]
  readonly owed: readonly OwedUnit[]
  readonly places: ReadonlyMap<PassageId, PassagePlace>
}

export interface OverlayParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly parser: Parser
  readonly embedder: string
}

/** Parses one changed file in memory; passages keep their stored ids, vectors already known are used. Null where it cannot be read now. */
export async function layDocument(
  { store, scope, parser, embedder }: OverlayParts,
  source: Source,
  path: string,
  signal: AbortSignal | undefined,
): Promise<OverlaidDocument | null> {
  const call = signal === undefined ? {} : { signal }
  const content = await source.read(path, call)
  if ('skipped' in content) return null
  const parsed = await parser.parse({ path, bytes: content.bytes }, call)
  const stored = await loadStoredDocument(store.read, scope, documentId(scope, source.id, path))
  const plan = overlayDocument({ scope, source: source.id, document: content.document, parsed, stored: stored?.passages ?? [] })
  const { id } = plan
  const vectors = await storedVectors(
    store.read,
    scope,
    embedder,
    plan.passages.flatMap((passage) => passage.units.flatMap((unit) => unit.vector ?? [])),
  )
  const places = new Map<PassageId, PassagePlace>()
  const passages = plan.passages.map((passage): MemoryPassage => {
    const { parsed: own } = passage
    places.set(passage.id, {
      passage: passage.id,
      document: id,
      path,
      version: passage.version,
      startLine: own.startLine,
      kind: own.kind,
      language: own.language,
      placeDigest: passage.placeDigest,
      text: own.text,
    })
    return {
      id: passage.id,
      version: passage.version,
      document: id,
      path,
      title: plan.title,
      place: own.place,
      kind: own.kind,
      symbol: own.symbol,
      text: own.text,
      ordinal: passage.ordinal,
      modifiedAt: plan.modifiedAt,
      units: passage.units,
      vectors: passage.units.map((unit) => (unit.vector === null ? null : (vectors.get(unit.vector) ?? null))),
    }
  })
  const document: SkillDocument = {
    id,
    path,
    title: plan.title,
    format: plan.format,
    modifiedAt: plan.modifiedAt,
    passages: plan.passages.map(({ id: passage, version, parsed: own, units }) => ({
      id: passage,
      version,
      kind: own.kind,
      text: own.text,
      place: own.place,
      symbol: own.symbol,
      language: own.language,
      units,
    })),
  }
  const owed = plan.passages.flatMap((passage) =>
    passage.units.flatMap((unit, ordinal) =>
      unit.vector === null || vectors.has(unit.vector)
        ? []
        : [{ passage: passage.id, ordinal, text: unitEmbedText(plan.title, unit.text) }],
    ),
  )
  return { document, validator: content.document.validator, passages, owed, places }
}
