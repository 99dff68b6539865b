import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import type { ParsedDocument, ParsedPassage } from '../spec/parser.ts'
import type { PassageChange, PassageState } from './change-hook.ts'
import { passageId } from './corpus-ids.ts'
import { diffPassages } from './diff-passages.ts'
import { unitVectorDigest } from './embed-text.ts'
import { placeDigest, projectionDigest, textDigests } from './passage-digests.ts'
import type { StoredPassage } from './stored-document.ts'

/** A passage as it will be, with the stored one it continues. */
export interface PlannedPassage {
  readonly id: PassageId
  readonly ordinal: number
  readonly version: Digest
  readonly normal: Digest
  readonly placeDigest: Digest
  readonly parsed: ParsedPassage
  readonly units: readonly PlannedUnit[]
  readonly old: StoredPassage | null
}

export interface PlannedUnit {
  readonly start: number
  readonly end: number
  readonly text: string
  /** Digest of the text embedded, or null where it is not. */
  readonly vector: Digest | null
}

/** A document as it will be: what is written by a sync and laid over the store by an ask. */
export interface DocumentPlan {
  readonly scope: ScopeId
  readonly id: DocumentId
  readonly path: string
  readonly document: ParsedDocument
  readonly projection: Digest
  readonly passages: readonly PlannedPassage[]
  /** Living stored passages that nothing continues. */
  readonly removed: readonly StoredPassage[]
  readonly changes: readonly PassageChange[]
}

export interface PlanRequest {
  readonly scope: ScopeId
  readonly id: DocumentId
  readonly path: string
  readonly document: ParsedDocument
  /** Passages it may continue, in order: its own, living and removed, or those of the document it was renamed from. */
  readonly stored: readonly StoredPassage[]
  /** Ids already given elsewhere that a new passage must not take. */
  readonly taken?: ReadonlySet<string>
}

/** Gives each parsed passage its id and says what changed. Pure: the same request plans the same. */
export function planDocument(request: PlanRequest): DocumentPlan {
  const { scope, id, path, document, stored } = request
  const next = document.passages.map((parsed) => {
    const { exact, normal } = textDigests(parsed.kind, parsed.text)
    return { born: passageId(id, exact, 0), version: exact, normal, placeDigest: placeDigest(parsed.place), text: parsed.text, parsed }
  })
  const continued = diffPassages(stored, next)
  const taken = new Set<string>(request.taken)
  for (const old of stored) taken.add(old.id)
  const passages = next.map(({ parsed, version, normal, placeDigest }, ordinal): PlannedPassage => {
    const old = stored[continued[ordinal] ?? -1] ?? null
    const units = parsed.units.map((unit) => ({
      start: unit.start,
      end: unit.end,
      text: unit.text,
      vector: unit.embed ? unitVectorDigest(document.title, unit.text) : null,
    }))
    return { id: old?.id ?? freshId(id, version, taken), ordinal, version, normal, placeDigest, parsed, units, old }
  })
  const kept = new Set(passages.map((passage) => passage.id))
  const removed = stored.filter((old) => old.isAlive && !kept.has(old.id))
  const changes = [...passages.flatMap((passage) => changeOf(passage, id)), ...removed.map(removal)]
  return { scope, id, path, document, projection: projectionDigest(passages), passages, removed, changes }
}

/** The change of a passage that is gone. */
export function removal(old: StoredPassage): PassageChange {
  return { kind: 'removed', passage: old.id, before: stateOf(old), after: null }
}

function freshId(document: DocumentId, version: Digest, taken: Set<string>): PassageId {
  for (let occurrence = 0; ; occurrence++) {
    const id = passageId(document, version, occurrence)
    if (taken.has(id)) continue
    taken.add(id)
    return id
  }
}

function changeOf(passage: PlannedPassage, document: DocumentId): readonly PassageChange[] {
  const { id, version, normal, placeDigest, parsed, old } = passage
  const { kind, language, place, text } = parsed
  const after: PassageState = { document, version, normal, placeDigest, place, text, kind, language }
  const change = (what: PassageChange['kind']): readonly PassageChange[] => [
    { kind: what, passage: id, before: old === null ? null : stateOf(old), after },
  ]
  if (old === null) return change('added')
  if (!old.isAlive) return change('revived')
  if (old.version !== version) return change('changed')
  return old.placeDigest !== placeDigest || old.document !== document ? change('moved') : []
}

function stateOf(old: StoredPassage): PassageState {
  const { document, version, normal, text, place, placeDigest, row } = old
  return { document, version, normal, text, place, placeDigest, kind: row.kind, language: row.language }
}
