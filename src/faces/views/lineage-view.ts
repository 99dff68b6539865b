import type { Kysely, Selectable } from 'kysely'
import type { EvidenceRole } from '../../spec/evidence.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { EvidenceTable, Schema } from '../../spec/schema.ts'
import type { LineageNode, VerificationView } from '../reverie.ts'

/** What is asked of a tree: the artefact, and the claims or quotes its own row names. */
export interface LineageRoot {
  readonly id: string
  readonly kind: LineageNode['kind']
  readonly label: string
  readonly state: string
  /** Claims it was made from, by id, in order. */
  readonly claims: readonly string[]
}

/** Children of one node that are shown; the rest are counted. */
const mostChildren = 40

/**
 * What an artefact rests on, as a tree: evidence by role with its state now, the claims it was made from with theirs,
 * and for each artefact where the last change that reached it stopped.
 */
export async function lineageView(db: Kysely<Schema>, scope: ScopeId, root: LineageRoot): Promise<LineageNode> {
  const claims = root.claims.slice(0, mostChildren)
  const rows = await db
    .selectFrom('evidence')
    .selectAll()
    .where('scope', '=', scope)
    .where('artefact', 'in', [root.id, ...claims])
    .orderBy('role')
    .orderBy('ordinal')
    .execute()
  const passages = await passagesOf(db, scope, rows)
  const verified = await verificationsOf(db, scope, [root.id, ...claims])
  const evidence = (artefact: string): readonly LineageNode[] => {
    const own = rows.filter((row) => row.artefact === artefact)
    return roles.flatMap((role) => roleNodes(role, own, passages))
  }
  const claimRows =
    claims.length === 0
      ? []
      : await db
          .selectFrom('claims')
          .select(['claim', 'text', 'state'])
          .where('scope', '=', scope)
          .where('claim', 'in', [...claims])
          .execute()
  const byId = new Map(claimRows.map((row) => [row.claim, row]))
  const made = claims.map((id): LineageNode => {
    const row = byId.get(id)
    return {
      ...leaf('claim', 'made from', row?.text ?? 'a claim that is gone'),
      id,
      state: row?.state ?? 'gone',
      verified: verified.get(id) ?? null,
      children: root.kind === 'distillate' ? evidence(id).slice(0, 1) : evidence(id),
    }
  })
  const more = root.claims.length - claims.length
  return {
    ...leaf(root.kind, '', root.label),
    id: root.id,
    state: root.state,
    verified: verified.get(root.id) ?? null,
    children: [...made, ...(more > 0 ? [leaf('claim', 'made from', `${more} more claims`)] : []), ...evidence(root.id)],
  }
}

const roles: readonly EvidenceRole[] = ['cited', 'read', 'watched', 'listed', 'recipe']

function leaf(kind: LineageNode['kind'], role: string, label: string): LineageNode {
  return { kind, role, label, id: null, state: '', path: null, startLine: null, verified: null, children: [] }
}

interface PassageNow {
  readonly version: string | null
  readonly place: string
  readonly placeDigest: string
  readonly path: string
  readonly startLine: number
}

function roleNodes(
  role: EvidenceRole,
  own: readonly Selectable<EvidenceTable>[],
  passages: ReadonlyMap<string, PassageNow>,
): readonly LineageNode[] {
  return own
    .filter((row) => row.role === role)
    .map((row) => {
      if (role === 'recipe' || role === 'listed')
        return { ...leaf(role === 'recipe' ? 'recipe' : 'group', role, row.reference), id: row.version }
      const now = passages.get(row.reference)
      if (now === undefined) return { ...leaf('passage', role, 'a passage that is gone'), id: row.reference, state: 'gone' }
      return {
        ...leaf('passage', role, now.place),
        id: row.reference,
        state: stateOf(row, now),
        path: now.path,
        startLine: now.startLine,
      }
    })
}

function stateOf(row: Selectable<EvidenceTable>, now: PassageNow): string {
  if (now.version === null) return 'gone'
  if (now.version !== row.version) return 'changed'
  return row.place === null || row.place === now.placeDigest ? 'unchanged' : 'under another heading'
}

async function passagesOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  rows: readonly Selectable<EvidenceTable>[],
): Promise<ReadonlyMap<string, PassageNow>> {
  const ids = [...new Set(rows.filter((row) => row.role !== 'recipe' && row.role !== 'listed').map((row) => row.reference))]
  const found = new Map<string, PassageNow>()
  for (let at = 0; at < ids.length; at += 400) {
    const some = await db
      .selectFrom('passages')
      .innerJoin('documents', (join) =>
        join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
      )
      .select(['passages.passage', 'passages.version', 'passages.place', 'passages.place_digest', 'passages.start_line', 'documents.path'])
      .where('passages.scope', '=', scope)
      .where('passages.passage', 'in', ids.slice(at, at + 400))
      .execute()
    for (const row of some) {
      found.set(row.passage, {
        version: row.version,
        place: (JSON.parse(row.place) as readonly string[]).join(' › '),
        placeDigest: row.place_digest,
        path: row.path,
        startLine: row.start_line,
      })
    }
  }
  return found
}

async function verificationsOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  artefacts: readonly string[],
): Promise<ReadonlyMap<string, VerificationView>> {
  const rows = await db.selectFrom('verifications').selectAll().where('scope', '=', scope).where('artefact', 'in', artefacts).execute()
  return new Map(rows.map(({ artefact, rung, cause, by, at }) => [artefact, { rung, cause: cause === '' ? null : cause, by, at }]))
}
