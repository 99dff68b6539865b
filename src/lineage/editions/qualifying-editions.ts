import { type Kysely, type Selectable, sql } from 'kysely'
import { nextTurn } from '../../corpus/next-turn.ts'
import type { EntryId, ScopeId } from '../../spec/ids.ts'
import { questionDigest } from '../../spec/normalise-question.ts'
import type { EditionsTable, Schema } from '../../spec/schema.ts'
import { approvedEdition } from '../approvals.ts'
import type { EvidencePin } from '../evidence-pin.ts'
import { withdrawnEfforts } from '../withdrawn-efforts.ts'
import { documentBasis } from './document-basis.ts'
import { parseEdition } from './edition.ts'
import { basisDigest, basisOf, restsOnCited } from './edition-basis.ts'

/** An edition that may be served again, with its pins. */
export interface QualifyingEdition {
  readonly row: Selectable<EditionsTable>
  readonly pins: readonly EvidencePin[]
  /** Whether a person approved it: then it takes the place even of what can be served. */
  readonly isApproved: boolean
}

/** `stands`: the entry that has its place now, or null. `approved`: the answer to it that a person approved, or null. */
type Found = Selectable<EditionsTable> & {
  readonly stands: string | null
  readonly state: string | null
  readonly status: string | null
  readonly kind: string | null
  readonly approved: string | null
}

/** Editions looked at in one query, which holds the thread. */
const page = 2_000
const slice = 300

/**
 * Editions whose every cited version is that of a live passage, under the place pinned, while their entry cannot be
 * served, or is only what an ask filed meanwhile: the latest retired of each entry. What an ask filed once comes back
 * where nothing else stands in its place. A withdrawn one also needs its question predicted or asked again, or the
 * document it was predicted from to be what it was. What a person approved comes back over whatever was generated since.
 */
export async function qualifyingEditions(db: Kysely<Schema>, scope: ScopeId): Promise<readonly QualifyingEdition[]> {
  const found: Found[] = []
  for (let after = ''; ; ) {
    const last = await pageEnd(db, scope, after)
    if (last === null) break
    found.push(...(await currentBetween(db, scope, after, last)))
    after = last
    await nextTurn()
  }
  if (found.length === 0) return []
  const pins = await pinsOf(
    db,
    scope,
    found.map((row) => row.edition),
  )
  const asked = await knownQuestions(db, scope, found)
  const documents = createBasisReader(db, scope)
  const efforts = await withdrawnEfforts(db, scope)
  const latest = new Map<string, QualifyingEdition>()
  for (const row of found.sort((a, b) => a.retired_at - b.retired_at)) {
    const former = parseEdition(row.body)?.entry
    const isVerified = former?.status === 'verified'
    const isApproved = row.approved !== null && approvedEdition(row.entry as EntryId, row.approved) === row.edition
    // What spoke against it when a check withdrew it may still be there.
    if (isServable(row) && (!isApproved || former?.refuted === true)) continue
    if (latest.get(row.entry)?.isApproved === true) continue
    if (!isVerified && row.stands !== null) continue
    if (!isApproved && former !== undefined && efforts.reason(former) !== null) continue
    const own = pins.get(row.edition) ?? []
    if (row.origin === 'withdrawn' && !asked.has(questionDigest(row.question_text)) && !(await documents.hold(own))) continue
    latest.set(row.entry, { row, pins: own, isApproved })
  }
  return [...latest.values()]
}

/** The last edition of the next page, or null after the last. */
async function pageEnd(db: Kysely<Schema>, scope: ScopeId, after: string): Promise<string | null> {
  const ids = db
    .selectFrom('editions')
    .select('edition')
    .where('scope', '=', scope)
    .where('edition', '>', after)
    .orderBy('edition')
    .limit(page)
  const row = await db
    .selectFrom(ids.as('page'))
    .select(({ fn }) => fn.max('edition').as('last'))
    .executeTakeFirst()
  return row?.last ?? null
}

function currentBetween(db: Kysely<Schema>, scope: ScopeId, after: string, last: string): Promise<Found[]> {
  const current = sql<boolean>`exists (select 1 from passages as p where p.scope = v.scope and p.version = v.version and (v.place is null or p.place_digest = v.place))`
  const cited = sql`select 1 from evidence as v where v.scope = editions.scope and v.artefact = editions.edition and v.role = 'cited'`
  return db
    .selectFrom('editions')
    .leftJoin('entries', (join) => join.onRef('entries.scope', '=', 'editions.scope').onRef('entries.entry', '=', 'editions.entry'))
    .leftJoin('approvals', (join) =>
      join
        .onRef('approvals.scope', '=', 'editions.scope')
        .onRef('approvals.entry', '=', 'editions.entry')
        .on(sql<boolean>`approvals.body <> coalesce(entries.body, '')`),
    )
    .selectAll('editions')
    .select(['entries.entry as stands', 'entries.state', 'entries.status', 'entries.kind', 'approvals.body as approved'])
    .where('editions.scope', '=', scope)
    .where('editions.edition', '>', after)
    .where('editions.edition', '<=', last)
    .where((where) =>
      where.or([
        where('entries.entry', 'is', null),
        where('entries.state', 'in', ['stale', 'dormant']),
        where('entries.status', '=', 'candidate'),
        where('entries.kind', '=', 'absence'),
        where('approvals.entry', 'is not', null),
      ]),
    )
    .where(sql<boolean>`exists (${cited})`)
    .where(sql<boolean>`not exists (${cited} and not ${current})`)
    .execute()
}

function isServable({ state, status, kind }: Found): boolean {
  return (state === 'fresh' || state === 'suspect') && status === 'verified' && kind === 'answer'
}

async function pinsOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  editions: readonly string[],
): Promise<ReadonlyMap<string, readonly EvidencePin[]>> {
  const pins = new Map<string, EvidencePin[]>()
  for (let at = 0; at < editions.length; at += slice) {
    const rows = await db
      .selectFrom('evidence')
      .select(['artefact', 'role', 'reference', 'version', 'place', 'span'])
      .where('scope', '=', scope)
      .where('artefact', 'in', editions.slice(at, at + slice))
      .orderBy('ordinal')
      .execute()
    for (const { artefact, ...pin } of rows) {
      const own = pins.get(artefact)
      if (own === undefined) pins.set(artefact, [pin])
      else own.push(pin)
    }
  }
  return pins
}

async function knownQuestions(
  db: Kysely<Schema>,
  scope: ScopeId,
  editions: readonly { readonly question_text: string }[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(editions.map((edition) => questionDigest(edition.question_text) as string))]
  const known = new Set<string>()
  for (let at = 0; at < ids.length; at += slice) {
    const rows = await db
      .selectFrom('questions')
      .select('question')
      .where('scope', '=', scope)
      .where('question', 'in', ids.slice(at, at + slice))
      .execute()
    for (const row of rows) known.add(row.question)
  }
  return known
}

/** Compares documents with what was pinned of them, each read once. */
function createBasisReader(db: Kysely<Schema>, scope: ScopeId): { hold(pins: readonly EvidencePin[]): Promise<boolean> } {
  const known = new Map<string, string | null>()
  const digestAt = async (path: string): Promise<string | null> => {
    const held = known.get(path)
    if (held !== undefined) return held
    const document = await documentBasis(db, scope, path)
    const digest = document === null ? null : basisDigest(document)
    known.set(path, digest)
    return digest
  }
  return {
    async hold(pins) {
      if (restsOnCited(pins)) return true
      const basis = basisOf(pins)
      if (basis.length === 0) return false
      for (const { path, digest } of basis) if ((await digestAt(path)) !== digest) return false
      return true
    },
  }
}
