import { type Kysely, sql } from 'kysely'
import { artefactStatement } from '../../lineage/artefact-statement.ts'
import { withdrawUnsupported } from '../../lineage/mark-changes.ts'
import { verificationsStatement } from '../../lineage/verifications.ts'
import type { EntryId, ScopeId } from '../../spec/ids.ts'
import { normaliseQuestion, questionDigest } from '../../spec/normalise-question.ts'
import { thisRevision } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'

/**
 * Takes an answer from a question's own entries, under whatever policy, where somebody said that it is wrong: they are
 * withdrawn, as a check that refutes them would, and owed to the next sleep. Nothing is deleted. For a transaction that bumps the revision.
 */
export function withdrawAnswerStatements(
  db: Kysely<Schema>,
  scope: ScopeId,
  question: string,
  alike: string,
  at: number,
): readonly Statement[] {
  const where = sql<boolean>`question = ${questionDigest(question)} and alike = ${alike} and kind = 'answer'`
  const target = { table: 'entries', where } as const
  const served = sql`select entry as artefact from entries where scope = ${scope} and state in ('fresh', 'suspect') and ${where}`
  return [
    verificationsStatement(db, { scope, kind: 'entry', rung: 'withdrawn', cause: '', by: 'ask', at }, served),
    artefactStatement(db, scope, 'doubted', target),
    artefactStatement(db, scope, 'refuted', target),
    oweQuestionStatement(db, scope, question),
  ]
}

/** Gives back what {@link withdrawAnswerStatements} took, as far as its sources still stand: it is checked once before it is served. */
export function restoreAnswerStatements(db: Kysely<Schema>, scope: ScopeId, entries: readonly EntryId[]): readonly Statement[] {
  if (entries.length === 0) return []
  const where = sql<boolean>`entry in (${sql.join(entries)}) and state = 'stale' and doubted = 1`
  return [artefactStatement(db, scope, 'support-back', { table: 'entries', where }), ...withdrawUnsupported(db, scope, entries)]
}

/** Entries of a question with this answer that were withdrawn. */
export async function withdrawnEntries(db: Kysely<Schema>, scope: ScopeId, question: string, alike: string): Promise<readonly EntryId[]> {
  const rows = await db
    .selectFrom('entries')
    .select('entry')
    .where('scope', '=', scope)
    .where('question', '=', questionDigest(question))
    .where('alike', '=', alike)
    .where('state', '=', 'stale')
    .where('doubted', '=', 1)
    .execute()
  return rows.map((row) => row.entry as EntryId)
}

/** Nothing answers a question, it was said, but something does: it is tried again, now by every ask and asleep. */
export function withdrawAbsenceStatements(db: Kysely<Schema>, scope: ScopeId, question: string): readonly Statement[] {
  const where = sql<boolean>`question = ${questionDigest(question)} and kind = 'absence'`
  return [
    artefactStatement(db, scope, 'doubted', { table: 'entries', where }),
    artefactStatement(db, scope, 'refuted', { table: 'entries', where }),
    oweQuestionStatement(db, scope, question),
  ]
}

/**
 * A key in these words that leads to the entry becomes a sign against it, or back: nearness to a question that its answer
 * is known not to answer must not draw others to it.
 */
export function turnKeyStatements(
  db: Kysely<Schema>,
  scope: ScopeId,
  entry: string,
  question: string,
  isWay: boolean,
): readonly Statement[] {
  const revision = thisRevision(scope)
  const from = isWay ? (['near-miss'] as const) : (['paraphrase', 'confirmed'] as const)
  const normalised = normaliseQuestion(question)
  const turned = sql<boolean>`exists (select 1 from keys k where k.scope = entries.scope and k.entry = entries.entry
    and k.normalised = ${normalised} and k.kind in (${sql.join(from.map((kind) => sql.lit(kind)))}))`
  return [
    // Whoever holds the entry's keys loads them anew.
    statement(db.updateTable('entries').set({ revision }).where('scope', '=', scope).where('entry', '=', entry).where(turned)),
    statement(
      db
        .updateTable('keys')
        .set({ kind: isWay ? 'confirmed' : 'near-miss', revision })
        .where('scope', '=', scope)
        .where('entry', '=', entry)
        .where('normalised', '=', normalised)
        .where('kind', 'in', [...from]),
    ),
  ]
}

/** The question counts as missed, and what kept it from being prepared is tried again. */
export function oweQuestionStatement(db: Kysely<Schema>, scope: ScopeId, question: string): Statement {
  return statement(
    db
      .updateTable('questions')
      .set({ skipped: null, missed_count: sql<number>`missed_count + 1` })
      .where('scope', '=', scope)
      .where('question', '=', questionDigest(question)),
  )
}
