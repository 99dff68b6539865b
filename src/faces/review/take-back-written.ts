import type { Kysely } from 'kysely'
import { unapproveStatements } from '../../lineage/approvals.ts'
import { parseEdition } from '../../lineage/editions/edition.ts'
import { deleteEditionsStatements } from '../../lineage/editions/put-editions.ts'
import { keyNoteOf } from '../../sleep/make-keys-owed.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { bumpRevision, noteErasure } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'

/** Statements that remove the former answers to a question that a person wrote: what took their place is the person's word now. */
export async function formerWrittenStatements(db: Kysely<Schema>, scope: ScopeId, entry: string): Promise<readonly Statement[]> {
  const rows = await db.selectFrom('editions').select(['edition', 'body']).where('scope', '=', scope).where('entry', '=', entry).execute()
  const written = rows.filter(({ body }) => parseEdition(body)?.entry.preparedBy === 'person')
  return deleteEditionsStatements(
    db,
    scope,
    written.map(({ edition }) => edition),
  )
}

/**
 * Statements that take a person's own answer back, wherever it is kept: nobody generated it, so it cannot count as generated.
 * Its question is owed again; generated answers to it, the one that stands now or former ones, are left.
 */
export async function takeBackWritten(
  db: Kysely<Schema>,
  scope: ScopeId,
  { entry, question }: { readonly entry: string; readonly question: string },
): Promise<readonly Statement[]> {
  const standing = await db
    .selectFrom('entries')
    .select('prepared_by')
    .where('scope', '=', scope)
    .where('entry', '=', entry)
    .executeTakeFirst()
  const gone = (table: 'keys' | 'watches' | 'entries') =>
    statement(db.deleteFrom(table).where('scope', '=', scope).where('entry', '=', entry))
  const removed =
    standing?.prepared_by !== 'person'
      ? []
      : [
          statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', '=', entry)),
          statement(db.deleteFrom('verifications').where('scope', '=', scope).where('artefact', '=', entry)),
          statement(db.deleteFrom('labels').where('scope', '=', scope).where('entry', '=', entry).where('source', '!=', 'feedback')),
          statement(db.deleteFrom('memos').where('scope', '=', scope).where('memo', '=', keyNoteOf(entry))),
          ...(['keys', 'watches', 'entries'] as const).map(gone),
        ]
  return [
    bumpRevision(db, scope),
    ...unapproveStatements(db, scope, entry),
    ...(await formerWrittenStatements(db, scope, entry)),
    ...removed,
    statement(db.updateTable('questions').set({ skipped: null }).where('scope', '=', scope).where('question', '=', question)),
    ...(removed.length === 0 ? [] : [noteErasure(db, scope)]),
  ]
}
