import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { AnswerBody } from '../spec/answer.ts'
import type { EntryId, ScopeId } from '../spec/ids.ts'
import { thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import type { ApprovalsTable } from '../spec/schema-worth.ts'
import { type Statement, statement } from '../spec/store.ts'
import { editionId } from './editions/edition.ts'

/** When a person approved the body that an entry has now, epoch ms, or null. For queries over `entries`. */
export const approvedAt = sql<number | string | null>`(select approvals.approved_at from approvals
  where approvals.scope = entries.scope and approvals.entry = entries.entry and approvals.body = entries.body)`

/** Whether an entry's answer is approved and not withdrawn: nothing generated takes its place. For queries over `entries`. */
export const isHeldByPerson = sql<boolean>`(entries.state in ('fresh', 'suspect') and exists (select 1 from approvals
  where approvals.scope = entries.scope and approvals.entry = entries.entry and approvals.body = entries.body))`

/** Of these entries, those whose approved answer stands. */
export async function heldByPerson(db: Kysely<Schema>, scope: ScopeId, entries: readonly string[]): Promise<ReadonlySet<string>> {
  const held = new Set<string>()
  for (let at = 0; at < entries.length; at += slice) {
    const rows = await db
      .selectFrom('entries')
      .select('entry')
      .where('scope', '=', scope)
      .where('entry', 'in', entries.slice(at, at + slice))
      .where(isHeldByPerson)
      .execute()
    for (const row of rows) held.add(row.entry)
  }
  return held
}

/** Entries of these scopes whose approved answer stands, by id. */
export async function approvedEntries(db: Kysely<Schema>, scopes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('approvals')
    .innerJoin('entries', (join) =>
      join
        .onRef('entries.scope', '=', 'approvals.scope')
        .onRef('entries.entry', '=', 'approvals.entry')
        .onRef('entries.body', '=', 'approvals.body'),
    )
    .select('approvals.entry')
    .where('approvals.scope', 'in', scopes)
    .where('entries.state', 'in', ['fresh', 'suspect'])
    .execute()
  return new Set(rows.map((row) => row.entry))
}

/** Writes or replaces the approval of an entry; the entry is read anew by whoever holds it. */
export function approveStatements(db: Kysely<Schema>, approval: ApprovalsTable): readonly Statement[] {
  const { scope, entry, ...row } = approval
  return [
    statement(
      db
        .insertInto('approvals')
        .values(approval)
        .onConflict((conflict) => conflict.columns(['scope', 'entry']).doUpdateSet(row)),
    ),
    touched(db, scope, entry),
  ]
}

/** Takes the approval of an entry back; what it holds is treated as generated. */
export function unapproveStatements(db: Kysely<Schema>, scope: string, entry: string): readonly Statement[] {
  return [statement(db.deleteFrom('approvals').where('scope', '=', scope).where('entry', '=', entry)), touched(db, scope, entry)]
}

/** Keeps the approval of an entry whose body `was` is written anew with its quotes where they stand now, in the same transaction. */
export function carryApproval(db: Kysely<Schema>, scope: string, entry: string, was: string, body: string): Statement {
  return statement(db.updateTable('approvals').set({ body }).where('scope', '=', scope).where('entry', '=', entry).where('body', '=', was))
}

/**
 * For the transaction that makes a former answer its entry again: where it is the approved one, quoted from passages that
 * have other ids by now, it is approved as it stands.
 */
export async function reapproveStatements(
  db: Kysely<Schema>,
  scope: ScopeId,
  revived: readonly { readonly entry: EntryId; readonly body: AnswerBody }[],
): Promise<readonly Statement[]> {
  if (revived.length === 0) return []
  const rows = await db
    .selectFrom('approvals')
    .select(['entry', 'body'])
    .where('scope', '=', scope)
    .where(
      'entry',
      'in',
      revived.map(({ entry }) => entry),
    )
    .execute()
  const approved = new Map(rows.map((row) => [row.entry, row.body]))
  return revived.flatMap(({ entry, body }) => {
    const was = approved.get(entry)
    const now = JSON.stringify(body)
    if (was === undefined || was === now || approvedEdition(entry, was) !== editionId(entry, body)) return []
    return [carryApproval(db, scope, entry, was, now)]
  })
}

/** The id that the approved answer has as an edition. */
export function approvedEdition(entry: EntryId, body: string): string {
  return editionId(entry, JSON.parse(body) as AnswerBody)
}

const slice = 300

function touched(db: Kysely<Schema>, scope: string, entry: string): Statement {
  return statement(
    db
      .updateTable('entries')
      .set({ revision: thisRevision(scope as ScopeId) as RawBuilder<number> })
      .where('scope', '=', scope)
      .where('entry', '=', entry),
  )
}
