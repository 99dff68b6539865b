import type { Digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import type { DocumentId, ScopeId, SourceId } from '../spec/ids.ts'
import type { ParsedFile } from '../spec/parser.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import type { SourceDocument } from '../spec/source.ts'
import { type Expectation, type Statement, statement } from '../spec/store.ts'
import { type ChangeCount, countChange } from './change-count.ts'
import type { DocumentChange, FoundPassage } from './change-hook.ts'
import { type CorpusContext, corpusRecipe } from './corpus-context.ts'
import { documentId } from './corpus-ids.ts'
import { createDocumentWriter } from './document-writer.ts'
import { type DocumentPlan, type PlanRequest, planDocument, removal } from './plan-document.ts'
import { loadStoredDocument, type StoredDocument } from './stored-document.ts'

export interface CommitRequest {
  readonly source: SourceId
  readonly document: SourceDocument
  readonly parsed: ParsedFile
  readonly rank: number
  /** What the store had (null: nothing live) before the bytes were read; where it has something else by now, nothing is written. */
  readonly expected?: string | null
  /** The document it was renamed or moved from, removed in the same transaction. */
  readonly from?: StoredDocument
  /** Text to keep for a document the store owns; left as it is where absent. */
  readonly content?: string
}

/** same: the store has these bytes already. overtaken: another process wrote the document meanwhile; read it again. */
export type CommitResult =
  | { readonly kind: 'committed'; readonly change: DocumentChange }
  | { readonly kind: 'same' }
  | { readonly kind: 'overtaken' }

/** Writes documents of one scope, each in one transaction that holds only if the document is still what was compared with. */
export interface DocumentCommitter {
  put(request: CommitRequest): Promise<CommitResult>
  /** Makes a live document dormant if it still has these bytes; its passages lose their version and keep their ids. */
  remove(id: DocumentId, expected?: string): Promise<CommitResult>
}

const lookUp = 400

export function createDocumentCommitter(context: CorpusContext, scope: ScopeId, scopeNo: number): DocumentCommitter {
  const { store, clock, tokenise, onChange, fence } = context
  const db = store.read
  const recipe = corpusRecipe(context.parser)
  const writer = createDocumentWriter({ db, lexical: store.lexical, tokenise, scope, scopeNo })

  const commit = async (change: DocumentChange, rows: readonly Statement[], expect: readonly Expectation[]): Promise<CommitResult> => {
    const marks = await onChange(change)
    const options = fence === undefined ? { expect } : { expect, fence }
    const outcome = await store.write([bumpRevision(db, scope), ...rows, ...marks], options)
    if (outcome.committed) return { kind: 'committed', change }
    if (outcome.reason === 'expectation') return { kind: 'overtaken' }
    throw new ReverieError('lease-held', 'Another sleeper has taken over this scope.', {
      hint: 'What was finished is kept; the other one goes on.',
    })
  }

  const stillIs = (id: DocumentId, digest: string | null): Expectation => ({
    statement: statement(db.selectFrom('documents').select('digest').where('scope', '=', scope).where('document', '=', id)),
    equals: digest,
  })

  const plan = async (request: PlanRequest): Promise<DocumentPlan> => {
    const taken = new Set<string>()
    for (;;) {
      const planned = planDocument({ ...request, taken })
      const found = await takenIds(planned)
      if (found.length === 0) return planned
      for (const id of found) taken.add(id)
    }
  }

  // A document can meet its own ids elsewhere: those that were renamed away from its path.
  const takenIds = async (planned: DocumentPlan): Promise<readonly string[]> => {
    const fresh = planned.passages.filter((passage) => passage.old === null).map((passage) => passage.id)
    const found: string[] = []
    for (let at = 0; at < fresh.length; at += lookUp) {
      const some = fresh.slice(at, at + lookUp)
      const rows = await db.selectFrom('passages').select('passage').where('scope', '=', scope).where('passage', 'in', some).execute()
      found.push(...rows.map((row) => row.passage))
    }
    return found
  }

  const documentRow = (
    { source, document, parsed, rank, content }: CommitRequest,
    planned: DocumentPlan,
    before: StoredDocument | null,
  ): Statement => {
    const now = clock.now()
    const counted = countChange(countOf(before), before !== null && before.row.projection !== planned.projection, now)
    const { title, format, language, links } = parsed.document
    const values = {
      digest: parsed.digest,
      validator: document.validator,
      title,
      format,
      language,
      size: document.size,
      modified_at: document.modifiedAt,
      rank,
      state: 'live' as const,
      recipe,
      projection: planned.projection,
      links: JSON.stringify(links),
      committed_at: now,
      changes: counted.changes,
      first_at: counted.firstAt,
      revision: thisRevision(scope),
      ...(content === undefined ? {} : { content }),
    }
    const insert = db.insertInto('documents').values({ content: null, ...values, scope, document: planned.id, source, path: document.path })
    return statement(insert.onConflict((conflict) => conflict.columns(['scope', 'document']).doUpdateSet(values)))
  }

  const dormant = (id: DocumentId, counted: { readonly changes: number; readonly committed_at?: number }): Statement =>
    statement(
      db
        .updateTable('documents')
        .set({ ...counted, state: 'dormant', digest: null, projection: null, content: null, revision: thisRevision(scope) })
        .where('scope', '=', scope)
        .where('document', '=', id),
    )

  return {
    async put(request) {
      const { from, parsed } = request
      const { path } = request.document
      const id = documentId(scope, request.source, path)
      const stored = await loadStoredDocument(db, scope, id)
      const digest = stored?.row.digest ?? null
      if (request.expected !== undefined && request.expected !== digest)
        return digest === parsed.digest ? { kind: 'same' } : { kind: 'overtaken' }
      const current = stored !== null && digest === parsed.digest && stored.row.recipe === recipe
      if (current && (request.content === undefined || stored.row.validator === request.document.validator)) return { kind: 'same' }
      const candidates = [...(from?.passages.filter((passage) => passage.isAlive) ?? []), ...(stored?.passages ?? [])]
      const planned = await plan({ scope, id, path, document: parsed.document, stored: candidates })
      const before = from ?? stored
      const title = before?.row.title ?? null
      const rows = [
        documentRow(request, planned, before),
        // What moved did not change, and takes its count along.
        ...(from === undefined ? [] : [dormant(from.id, { changes: 0 })]),
        ...(await writer.put(planned, { title }, before?.row.recipe !== recipe)),
        ...writer.remove(planned.removed, title),
      ]
      const expect = [stillIs(id, digest), ...(from === undefined ? [] : [stillIs(from.id, from.row.digest)])]
      return commit(changeOf(planned, stored, from, recipe), rows, expect)
    },
    async remove(id, expected) {
      const stored = await loadStoredDocument(db, scope, id)
      if (stored === null || stored.row.state === 'dormant') return { kind: 'same' }
      if (expected !== undefined && stored.row.digest !== expected) return { kind: 'overtaken' }
      const alive = stored.passages.filter((passage) => passage.isAlive)
      const change: DocumentChange = {
        scope,
        document: id,
        path: stored.row.path,
        kind: 'removed',
        from: null,
        projection: { before: stored.row.projection as Digest | null, after: null },
        passages: alive.map(removal),
      }
      const now = clock.now()
      const { changes } = countChange(countOf(stored), true, now)
      return commit(
        change,
        [dormant(id, { changes, committed_at: now }), ...writer.remove(alive, stored.row.title)],
        [stillIs(id, stored.row.digest)],
      )
    },
  }
}

function countOf(before: StoredDocument | null): ChangeCount | null {
  if (before === null) return null
  const { changes, first_at: firstAt, committed_at: committedAt } = before.row
  return { changes, firstAt, committedAt }
}

function changeOf(plan: DocumentPlan, stored: StoredDocument | null, from: StoredDocument | undefined, recipe: Digest): DocumentChange {
  const before = from ?? stored
  return {
    scope: plan.scope,
    document: plan.id,
    path: plan.path,
    kind: from !== undefined ? 'moved' : stored === null ? 'added' : stored.row.state === 'live' ? 'changed' : 'revived',
    from: from === undefined ? null : { document: from.id, path: from.row.path },
    projection: { before: (before?.row.projection ?? null) as Digest | null, after: plan.projection },
    passages: plan.changes,
    found: { title: plan.document.title, passages: foundAnew(plan, before, recipe) },
  }
}

/** Passages that retrieval finds otherwise than before: by their text, their place, their title or how they are cut into units. */
function foundAnew(plan: DocumentPlan, before: StoredDocument | null, recipe: Digest): readonly FoundPassage[] {
  const isRead = before !== null && before.row.title === plan.document.title && before.row.recipe === recipe
  return plan.passages
    .filter(({ old, version, parsed }) => {
      const isKnown = isRead && old?.isAlive === true && old.version === version
      return !isKnown || old.place.join('\n') !== parsed.place.join('\n')
    })
    .map(({ id, version, parsed, units }) => ({ passage: id, version, text: parsed.text, place: parsed.place, units }))
}
