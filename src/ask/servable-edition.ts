import type { Kysely } from 'kysely'
import type { Entry } from '../cache/entry.ts'
import { placeDigest } from '../corpus/passage-digests.ts'
import { approvedEdition } from '../lineage/approvals.ts'
import { documentBasis } from '../lineage/editions/document-basis.ts'
import { type EditionBody, parseEdition } from '../lineage/editions/edition.ts'
import { basisDigest, basisOf, restsOnCited } from '../lineage/editions/edition-basis.ts'
import { localPassages } from '../lineage/editions/local-passages.ts'
import { type QuotablePassage, type Settled, settleEdition } from '../lineage/editions/settle-edition.ts'
import type { EvidencePin } from '../lineage/evidence-pin.ts'
import type { PassageId, ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { placesOf } from './check-freshness.ts'
import type { Overlay, PassagePlace } from './overlay.ts'

/** A former body of an entry that its sources, as they are now, support. */
export interface ServableEdition {
  /** Suspect: what came since it was retired was not held against it, so it is checked before it is served. */
  readonly entry: Entry
  readonly places: ReadonlyMap<PassageId, PassagePlace>
  /** The search it relied on; null where none was kept. */
  readonly watch: EditionBody['watch']
  /** What it rests on, among it what its search found. */
  readonly pins: readonly EvidencePin[]
}

/**
 * The latest former or imported body of an entry whose every cited version is current, changed files as they are now; null
 * where there is none. Reads only: a sync makes it the entry again.
 */
export async function servableEdition(db: Kysely<Schema>, scope: ScopeId, entry: Entry, overlay: Overlay): Promise<ServableEdition | null> {
  const rows = await db
    .selectFrom('editions')
    .select(['edition', 'origin', 'body'])
    .where('scope', '=', scope)
    .where('entry', '=', entry.id)
    .orderBy('retired_at', 'desc')
    .execute()
  const approval = rows.length === 0 ? undefined : await approvalOf(db, scope, entry)
  for (const row of rows) {
    const edition = parseEdition(row.body)
    if (edition === null) continue
    const pins = await pinsOf(db, scope, row.edition)
    if (row.origin === 'withdrawn' && !(await basisHolds(db, scope, pins, overlay))) continue
    const settled = settleEdition(edition, pins, await holdersOf(db, scope, pins, overlay))
    if (settled === null) continue
    const places = await placesOf(db, scope, settled.body, overlay)
    const isApproved = approval !== undefined && approvedEdition(entry.id, approval.body) === row.edition
    const approvedAt = isApproved ? Number(approval.approved_at) : null
    return { entry: { ...asEntry(entry, edition, settled), approvedAt }, places, watch: edition.watch, pins: settled.pins }
  }
  return null
}

function approvalOf(db: Kysely<Schema>, scope: ScopeId, entry: Entry) {
  return db
    .selectFrom('approvals')
    .select(['body', 'approved_at'])
    .where('scope', '=', scope)
    .where('entry', '=', entry.id)
    .executeTakeFirst()
}

function asEntry(entry: Entry, { entry: was }: EditionBody, { body }: Settled): Entry {
  const { policy: _, body: __, doubted: ___, ...facts } = was
  return { ...entry, ...facts, kind: 'answer', state: 'suspect', softSince: null, shape: body.shape, body }
}

function pinsOf(db: Kysely<Schema>, scope: ScopeId, edition: string): Promise<EvidencePin[]> {
  return db
    .selectFrom('evidence')
    .select(['role', 'reference', 'version', 'place', 'span'])
    .where('scope', '=', scope)
    .where('artefact', '=', edition)
    .orderBy('ordinal')
    .execute()
}

/** Passages that hold a version now: of changed files as they are, of all others as stored. */
async function holdersOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  pins: readonly EvidencePin[],
  overlay: Overlay,
): Promise<(version: string) => readonly QuotablePassage[]> {
  const versions = pins.flatMap((pin) => (pin.role === 'cited' ? [pin.version] : []))
  const wanted = new Set(versions)
  const stored = await localPassages(db, scope, versions)
  const laid: (QuotablePassage & { readonly version: string })[] = []
  for (const { path, passages } of overlay.documents) {
    for (const { id, version, place, text } of passages) {
      if (wanted.has(version)) laid.push({ passage: id, version, path, placeDigest: placeDigest(place), text })
    }
  }
  return (version) => [
    ...laid.filter((passage) => passage.version === version),
    ...(stored.get(version) ?? []).filter((passage) => !overlay.hiddenDocuments.has(passage.document)),
  ]
}

async function basisHolds(db: Kysely<Schema>, scope: ScopeId, pins: readonly EvidencePin[], overlay: Overlay): Promise<boolean> {
  if (restsOnCited(pins)) return true
  const basis = basisOf(pins)
  for (const { path, digest } of basis) {
    const laid = overlay.documents.find((document) => document.path === path)
    const stored = laid === undefined ? await documentBasis(db, scope, path) : null
    if (stored !== null && overlay.hiddenDocuments.has(stored.document)) return false
    const now =
      laid === undefined
        ? stored
        : { title: laid.title, passages: laid.passages.map(({ version, place }) => ({ version, placeDigest: placeDigest(place) })) }
    if (now === null || basisDigest(now) !== digest) return false
  }
  return basis.length > 0
}
