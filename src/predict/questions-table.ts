import { type Kysely, type Selectable, sql } from 'kysely'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import { retireWithdrawn } from '../lineage/editions/retire.ts'
import type { EvidencePin } from '../lineage/evidence-pin.ts'
import type { QuestionId, ScopeId } from '../spec/ids.ts'
import { normaliseQuestion, questionDigest } from '../spec/normalise-question.ts'
import type { QuestionAim, QuestionDraft, QuestionOrigin } from '../spec/question.ts'
import type { QuestionsTable, Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** A question as stored. */
export interface StoredQuestion {
  readonly id: QuestionId
  readonly text: string
  readonly origins: readonly QuestionOrigin[]
  readonly probability: number
  readonly region: string
  readonly about: QuestionAim
  readonly pinned: boolean
  readonly dropped: boolean
  readonly asked: number
  readonly missed: number
  readonly skipped: string | null
}

export function toQuestion(row: Selectable<QuestionsTable>): StoredQuestion {
  return {
    id: row.question as QuestionId,
    text: row.text,
    origins: JSON.parse(row.origins) as readonly QuestionOrigin[],
    probability: row.probability,
    region: row.region,
    about: JSON.parse(row.about) as QuestionAim,
    pinned: row.pinned === 1,
    dropped: row.dropped === 1,
    asked: row.asked_count,
    missed: row.missed_count,
    skipped: row.skipped,
  }
}

/**
 * Adds predicted questions; one known already gets the new aim and keeps what people did with it. A prediction that says
 * nothing of what answers it, as history's, takes nothing from a known one: it joins its origins, and tells a region
 * where none is known.
 */
export function predictStatements(db: Kysely<Schema>, scope: ScopeId, drafts: readonly QuestionDraft[], at: number): readonly Statement[] {
  const [aimless, aimed] = [drafts.filter(({ about }) => about.kind === 'unknown'), drafts.filter(({ about }) => about.kind !== 'unknown')]
  return [...addStatements(db, scope, aimed, at), ...addStatements(db, scope, aimless, at)]
}

function addStatements(db: Kysely<Schema>, scope: ScopeId, drafts: readonly QuestionDraft[], at: number): readonly Statement[] {
  const rows = [...new Map(drafts.map((draft) => [questionDigest(draft.text), draft])).entries()].map(([id, draft]) => ({
    scope,
    question: id,
    text: draft.text,
    normalised: normaliseQuestion(draft.text),
    origins: JSON.stringify([draft.origin]),
    probability: draft.probability,
    region: draft.region,
    about: JSON.stringify(draft.about),
    pinned: draft.origin === 'pinned' ? 1 : 0,
    dropped: 0,
    asked_count: 0,
    missed_count: 0,
    created_at: at,
    last_asked_at: null,
    skipped: null,
  }))
  const statements: Statement[] = []
  for (let from = 0; from < rows.length; from += 100) {
    statements.push(
      statement(
        db
          .insertInto('questions')
          .values(rows.slice(from, from + 100))
          .onConflict((conflict) =>
            conflict
              .columns(['scope', 'question'])
              .doUpdateSet({
                about: sql<string>`case when ${isAimless} then questions.about else excluded.about end`,
                region: sql<string>`case when ${isAimless} and questions.region <> '' then questions.region else excluded.region end`,
                probability: sql<number>`case when ${isAimless} then questions.probability else excluded.probability end`,
                origins: sql<string>`case when questions.origins like '%' || substr(excluded.origins, 2, length(excluded.origins) - 2) || '%' then questions.origins else substr(questions.origins, 1, length(questions.origins) - 1) || ',' || substr(excluded.origins, 2) end`,
                skipped: sql<string | null>`case when ${isAimless} then questions.skipped else null end`,
              })
              // One text predicted of two places belongs to the likelier.
              .where((where) =>
                where.or([
                  isAimless,
                  where('questions.region', '=', where.ref('excluded.region')),
                  where('questions.probability', '<=', where.ref('excluded.probability')),
                  where('questions.region', '=', ''),
                ]),
              ),
          ),
      ),
    )
  }
  return statements
}

const isAimless = sql<boolean>`excluded.about = ${sql.lit(JSON.stringify({ kind: 'unknown' }))}`

/** Questions to be withdrawn. */
export interface QuestionWithdrawal {
  readonly questions: readonly QuestionId[]
  /** Pins of what they were predicted from: their answers come back with exactly that, or when they are predicted again. */
  readonly basis: readonly EvidencePin[]
  /** Epoch ms. */
  readonly at: number
}

/**
 * Withdraws what structure predicted of a region and no longer does: questions nobody asked or pinned go. Their answers
 * become editions; what is left of the entry holds nothing and rests on nothing, so that only a revival brings it back.
 */
export async function withdrawStatements(
  db: Kysely<Schema>,
  scope: ScopeId,
  { questions, basis, at }: QuestionWithdrawal,
): Promise<readonly Statement[]> {
  const statements: Statement[] = []
  for (let from = 0; from < questions.length; from += 400) {
    const ids = questions.slice(from, from + 400)
    const rows = await db.selectFrom('entries').select('entry').where('scope', '=', scope).where('question', 'in', ids).execute()
    const entries = rows.map((row) => row.entry)
    if (entries.length > 0) {
      const own = sql<boolean>`entry in (${sql.join(entries)})`
      statements.push(
        ...(await retireWithdrawn(db, scope, { entries, at, basis })),
        artefactStatement(db, scope, 'support-gone', { table: 'entries', where: own }),
        statement(db.updateTable('entries').set({ body: emptyBody }).where('scope', '=', scope).where('entry', 'in', entries)),
        statement(db.deleteFrom('watches').where('scope', '=', scope).where('entry', 'in', entries)),
        statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', 'in', entries)),
      )
    }
    statements.push(statement(db.deleteFrom('questions').where('scope', '=', scope).where('question', 'in', ids)))
  }
  return statements
}

const emptyBody = JSON.stringify({ shape: 'quotation', text: '', quotes: [], notes: [] })

/** Predicted questions of a region that no person has touched: asked, pinned, dropped or approved an answer of. */
export async function untouchedQuestions(db: Kysely<Schema>, scope: ScopeId, region: string): Promise<readonly StoredQuestion[]> {
  const rows = await db
    .selectFrom('questions')
    .selectAll()
    .where('scope', '=', scope)
    .where('region', '=', region)
    .where('pinned', '=', 0)
    .where('dropped', '=', 0)
    .where('asked_count', '=', 0)
    .where(
      sql<boolean>`not exists (select 1 from approvals where approvals.scope = questions.scope and approvals.question = questions.question)`,
    )
    .execute()
  return rows.map(toQuestion)
}

/** Counts an ask of a question that is known, of one that is not nothing: where the words people ask are not kept. */
export function countAskedStatement(db: Kysely<Schema>, scope: ScopeId, text: string, missed: boolean, at: number): Statement {
  return statement(
    db
      .updateTable('questions')
      .set({
        asked_count: sql<number>`asked_count + 1`,
        missed_count: sql<number>`missed_count + ${sql.lit(missed ? 1 : 0)}`,
        last_asked_at: at,
      })
      .where('scope', '=', scope)
      .where('question', '=', questionDigest(text)),
  )
}

/** An ask joins the prediction set: counted, and as a miss where nothing prepared answered it. */
export function askedStatement(db: Kysely<Schema>, scope: ScopeId, text: string, missed: boolean, at: number): Statement {
  return statement(
    db
      .insertInto('questions')
      .values({
        scope,
        question: questionDigest(text),
        text,
        normalised: normaliseQuestion(text),
        origins: JSON.stringify(['asked']),
        probability: 0.9,
        region: '',
        about: JSON.stringify({ kind: 'unknown' }),
        pinned: 0,
        dropped: 0,
        asked_count: 1,
        missed_count: missed ? 1 : 0,
        created_at: at,
        last_asked_at: at,
        skipped: null,
      })
      .onConflict((conflict) =>
        conflict.columns(['scope', 'question']).doUpdateSet({
          asked_count: sql<number>`questions.asked_count + 1`,
          missed_count: sql<number>`questions.missed_count + ${missed ? 1 : 0}`,
          last_asked_at: at,
        }),
      ),
  )
}
