import type { DocumentSummary } from '../corpus/documents.ts'
import { toClaim } from '../distil/claims-table.ts'
import type { EvidencePin } from '../lineage/evidence-pin.ts'
import type { Claim } from '../spec/claim.ts'
import type { DocumentId } from '../spec/ids.ts'
import type { SleepContext } from './sleep-context.ts'

/** What a document was distilled to when it was distilled last, or what the document it was renamed from was. */
export interface FormerDistillate {
  readonly id: string
  readonly document: DocumentId
  readonly path: string
  /** Title of then; null where it had none. */
  readonly title: string | null
  readonly headline: string
  readonly input: string
  readonly recipe: string
  readonly state: string
  readonly madeAt: number
  /** Its claims as its distiller ordered them, whatever their state. */
  readonly claims: readonly Claim[]
  /** The passages it was made from, in order, at their versions and places. */
  readonly pins: readonly EvidencePin[]
}

/** Whether a deleted document has a distillate: without one no document is another renamed. */
export async function hasDeletedDistillates({ store, scope }: SleepContext): Promise<boolean> {
  const row = await store.read
    .selectFrom('documents')
    .innerJoin('distillates', (join) =>
      join
        .onRef('distillates.scope', '=', 'documents.scope')
        .onRef('distillates.subject', '=', 'documents.document')
        .on('distillates.level', '=', 'file'),
    )
    .select('documents.document')
    .where('documents.scope', '=', scope)
    .where('documents.state', '=', 'dormant')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The last distillate of a document; of one that has none, that of a deleted document whose passages it holds now. */
export async function formerDistillate(
  context: SleepContext,
  document: DocumentSummary,
  hasDeleted: boolean,
): Promise<FormerDistillate | null> {
  const own = await loadFormer(context, document.id, document.path)
  if (own !== null || !hasDeleted) return own
  const origin = await renamedFrom(context, document.id)
  return origin === null ? null : loadFormer(context, origin.document, origin.path)
}

/** The distillate of one document, alive or deleted, or null. */
export async function loadFormer({ store, scope }: SleepContext, document: DocumentId, path: string): Promise<FormerDistillate | null> {
  const { read: db } = store
  const row = await db
    .selectFrom('distillates')
    .selectAll()
    .where('scope', '=', scope)
    .where('level', '=', 'file')
    .where('subject', '=', document)
    .executeTakeFirst()
  if (row === undefined) return null
  const claims = await db
    .selectFrom('claims')
    .selectAll()
    .where('scope', '=', scope)
    .where('document', '=', document)
    .orderBy('claim')
    .execute()
  const order = JSON.parse(row.claims) as readonly string[]
  const rank = new Map(order.map((claim, at) => [claim, at]))
  const pins = await db
    .selectFrom('evidence')
    .select(['role', 'reference', 'version', 'place'])
    .where('scope', '=', scope)
    .where('artefact', '=', row.distillate)
    .where('role', '=', 'read')
    .orderBy('ordinal')
    .execute()
  return {
    id: row.distillate,
    document,
    path,
    title: row.label === path ? null : row.label,
    headline: row.headline,
    input: row.input,
    recipe: row.recipe,
    state: row.state,
    madeAt: row.made_at,
    claims: claims.map(toClaim).sort((a, b) => (rank.get(a.id) ?? order.length) - (rank.get(b.id) ?? order.length)),
    pins,
  }
}

/** The deleted document that most passages of this one were read from. */
async function renamedFrom(
  { store, scope }: SleepContext,
  document: DocumentId,
): Promise<{ readonly document: DocumentId; readonly path: string } | null> {
  const row = await store.read
    .selectFrom('passages')
    .innerJoin('evidence', (join) =>
      join
        .onRef('evidence.scope', '=', 'passages.scope')
        .on('evidence.role', '=', 'read')
        .onRef('evidence.reference', '=', 'passages.passage')
        .on('evidence.artefact_kind', '=', 'distillate'),
    )
    .innerJoin('distillates', (join) =>
      join
        .onRef('distillates.scope', '=', 'evidence.scope')
        .onRef('distillates.distillate', '=', 'evidence.artefact')
        .on('distillates.level', '=', 'file'),
    )
    .innerJoin('documents', (join) =>
      join
        .onRef('documents.scope', '=', 'distillates.scope')
        .onRef('documents.document', '=', 'distillates.subject')
        .on('documents.state', '=', 'dormant'),
    )
    .select(({ fn }) => ['documents.document', 'documents.path', fn.countAll<number>().as('shared')])
    .where('passages.scope', '=', scope)
    .where('passages.document', '=', document)
    .where('passages.version', 'is not', null)
    .groupBy(['documents.document', 'documents.path'])
    .orderBy('shared', 'desc')
    .orderBy('documents.path')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { document: row.document as DocumentId, path: row.path }
}
