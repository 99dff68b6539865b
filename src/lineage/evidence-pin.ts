import { type Kysely, sql } from 'kysely'
import type { AnswerBody } from '../spec/answer.ts'
import type { Digest } from '../spec/digest.ts'
import type { ArtefactKind, EvidenceRole } from '../spec/evidence.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** One thing an artefact rests on, at the version it was made from. */
export interface EvidencePin {
  readonly role: EvidenceRole
  /** Passage id; or what is watched or listed; or the recipe's name. */
  readonly reference: string
  /** Version digest, digest of a membership, or recipe digest. */
  readonly version: string
  /** Digest of the passage's place. Null where it does not matter; of what an entry cites, its place when this is written. */
  readonly place: string | null
  /** JSON array of `[start, end]`, the units shown of a read or watched passage; else null. */
  readonly span?: string | null
}

/** The pins of an answer's quotations: each cited passage once, at the version quoted. */
export function citedPins(body: AnswerBody): readonly EvidencePin[] {
  const pins = new Map<string, EvidencePin>()
  for (const quote of body.quotes) {
    pins.set(`${quote.passage} ${quote.version}`, { role: 'cited', reference: quote.passage, version: quote.version, place: null })
  }
  return [...pins.values()]
}

export function recipePin(name: string, recipe: Digest): EvidencePin {
  return { role: 'recipe', reference: name, version: recipe, place: null }
}

/** Replaces an artefact's evidence rows. Passages an entry cites are pinned where they stand in the transaction it is written in. */
export function evidenceStatements(
  db: Kysely<Schema>,
  scope: ScopeId,
  artefact: string,
  kind: ArtefactKind,
  pins: readonly EvidencePin[],
): readonly Statement[] {
  const clear = statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', '=', artefact))
  if (pins.length === 0) return [clear]
  const placeOf = ({ role, reference, place }: EvidencePin) =>
    kind === 'entry' && role === 'cited' && place === null
      ? sql<string | null>`(select place_digest from passages where scope = ${scope} and passage = ${reference})`
      : place
  const rows = pins.map((pin, ordinal) => ({ scope, artefact, artefact_kind: kind, ordinal, span: null, ...pin, place: placeOf(pin) }))
  const inserts: Statement[] = []
  for (let at = 0; at < rows.length; at += 100) {
    inserts.push(statement(db.insertInto('evidence').values(rows.slice(at, at + 100))))
  }
  return [clear, ...inserts]
}
