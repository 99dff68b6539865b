import { type Kysely, sql } from 'kysely'
import { placesOf } from '../../ask/check-freshness.ts'
import { cite } from '../../ask/cite.ts'
import { emptyOverlay } from '../../ask/overlay.ts'
import { toEntry } from '../../cache/entries-table.ts'
import { ensureScope } from '../../corpus/scopes.ts'
import { approvedAt } from '../../lineage/approvals.ts'
import { artefactStatement } from '../../lineage/artefact-statement.ts'
import { loadTombstones } from '../../lineage/tombstones.ts'
import { predictStatements, toQuestion } from '../../predict/questions-table.ts'
import type { Clock } from '../../spec/clock.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { questionDigest } from '../../spec/normalise-question.ts'
import { bumpRevision, thisRevision } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Store, statement } from '../../spec/store.ts'
import type { QuestionState, QuestionsApi, QuestionView } from '../reverie.ts'
import type { ReviewApi } from '../review/review-view.ts'

const defaultLimit = 50

/** The questions of a scope, as `reverie questions` lists and changes them. */
export function questionsApi(store: Store, scope: ScopeId, policy: string, clock: Clock): Omit<QuestionsApi, keyof ReviewApi> {
  const db = store.read
  const one = (id: string): Promise<QuestionView> => questionView(db, scope, policy, id)
  return {
    list: (filter = {}) => listQuestions(db, scope, policy, filter),
    async pin(text) {
      if ((await loadTombstones(db, scope)).hasQuestion(text))
        throw new ReverieError('bad-argument', `"${text}" was forgotten here and is not prepared again.`, {
          hint: 'Let it back in first: reverie forget --undo --question "…"',
        })
      const about = { kind: 'unknown' } as const
      const known = await findQuestion(db, scope, text)
      const id = known ?? questionDigest(text)
      const add =
        known === null ? predictStatements(db, scope, [{ text, origin: 'pinned', probability: 1, region: '', about }], clock.now()) : []
      await ensureScope(store, clock, scope)
      await store.write([
        ...add,
        statement(
          db.updateTable('questions').set({ pinned: 1, dropped: 0, skipped: null }).where('scope', '=', scope).where('question', '=', id),
        ),
      ])
      return one(id)
    },
    async unpin(idOrText) {
      const id = await mustFind(db, scope, idOrText)
      await store.write([statement(db.updateTable('questions').set({ pinned: 0 }).where('scope', '=', scope).where('question', '=', id))])
      return one(id)
    },
    async drop(idOrText) {
      const id = await mustFind(db, scope, idOrText)
      await store.write([
        bumpRevision(db, scope),
        statement(db.updateTable('questions').set({ dropped: 1, pinned: 0 }).where('scope', '=', scope).where('question', '=', id)),
        artefactStatement(db, scope, 'support-gone', { table: 'entries', where: sql<boolean>`question = ${id}` }),
        // A dormant entry wakes when its sources return; one that was dropped must not be found again.
        statement(
          db
            .updateTable('keys')
            .set({ active: 0, revision: thisRevision(scope) })
            .where('scope', '=', scope)
            .where('entry', 'in', db.selectFrom('entries').select('entry').where('scope', '=', scope).where('question', '=', id)),
        ),
      ])
      return one(id)
    },
  }
}

/** One question by its id. Throws `not-found`. */
export async function questionView(db: Kysely<Schema>, scope: ScopeId, policy: string, id: string): Promise<QuestionView> {
  const [view] = await listQuestions(db, scope, policy, { id, limit: 1 })
  if (view === undefined)
    throw new ReverieError('not-found', 'The question is not there any more.', { hint: 'List them with: reverie questions' })
  return view
}

/** The id of a question given by its words, or by the start of its id or of its answer's. Throws `not-found`. */
export async function mustFind(db: Kysely<Schema>, scope: ScopeId, idOrText: string): Promise<string> {
  const id = await findQuestion(db, scope, idOrText)
  if (id === null)
    throw new ReverieError('not-found', `No question is "${idOrText}".`, {
      hint: 'Give its whole text, or the start of its id as `reverie questions` prints it.',
    })
  return id
}

/** By text in the same words, or by the start of its id, or of its answer's, where only one fits. */
export async function findQuestion(db: Kysely<Schema>, scope: ScopeId, idOrText: string): Promise<string | null> {
  const rows = await db
    .selectFrom('questions')
    .select('question')
    .where('scope', '=', scope)
    .where((where) =>
      where.or([where('question', '=', questionDigest(idOrText)), sql<boolean>`substr(question, 1, ${idOrText.length}) = ${idOrText}`]),
    )
    .limit(2)
    .execute()
  const exact = rows.find((row) => row.question === questionDigest(idOrText))
  if (exact !== undefined) return exact.question
  if (idOrText.length < 4) return null
  if (rows.length > 0) return rows.length === 1 ? (rows[0]?.question ?? null) : null
  const entries = await db
    .selectFrom('entries')
    .select('question')
    .where('scope', '=', scope)
    .where(sql<boolean>`substr(entry, 1, ${idOrText.length}) = ${idOrText}`)
    .limit(2)
    .execute()
  return entries.length === 1 ? (entries[0]?.question ?? null) : null
}

interface Filter {
  readonly state?: QuestionState
  readonly match?: string
  readonly limit?: number
  readonly id?: string
}

async function listQuestions(db: Kysely<Schema>, scope: ScopeId, policy: string, filter: Filter): Promise<readonly QuestionView[]> {
  let query = db
    .selectFrom('questions')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.scope', '=', 'questions.scope')
        .onRef('entries.question', '=', 'questions.question')
        .on('entries.policy', '=', policy),
    )
    .selectAll('questions')
    .select(stateOf().as('question_state'))
    .select('entries.entry as entry_id')
    .where('questions.scope', '=', scope)
  if (filter.id !== undefined) query = query.where('questions.question', '=', filter.id)
  if (filter.state === 'pinned') query = query.where('questions.pinned', '=', 1)
  else if (filter.state !== undefined) query = query.where(stateOf(), '=', filter.state)
  if (filter.match !== undefined && filter.match !== '') {
    // As a pattern it would mean something, and on each engine something else.
    query = query.where(sql<boolean>`replace(questions.normalised, ${filter.match.toLowerCase()}, '') <> questions.normalised`)
  }
  const rows = await query
    .orderBy('questions.pinned', 'desc')
    .orderBy('questions.asked_count', 'desc')
    .orderBy('questions.probability', 'desc')
    .orderBy('questions.question')
    .limit(filter.limit ?? defaultLimit)
    .execute()
  const views: QuestionView[] = []
  for (const row of rows) {
    const question = toQuestion(row)
    const entryRow =
      row.entry_id === null
        ? undefined
        : await db
            .selectFrom('entries')
            .selectAll()
            .select(approvedAt.as('approved_at'))
            .where('scope', '=', scope)
            .where('entry', '=', row.entry_id)
            .executeTakeFirst()
    const entry = entryRow === undefined || entryRow.kind === 'absence' ? null : toEntry(entryRow)
    const citations = entry === null ? [] : cite(entry.body, await placesOf(db, scope, entry.body, emptyOverlay))
    views.push({
      id: question.id,
      text: question.text,
      state: row.question_state,
      origins: question.origins,
      pinned: question.pinned,
      probability: question.probability,
      asked: question.asked,
      region: question.region,
      answer: entry?.body.text ?? null,
      approvedAt: entry?.approvedAt ?? null,
      citations: citations.map(({ path, startLine, endLine }) => ({ path, startLine, endLine })),
    })
  }
  return views
}

/** The state of a question from its own row and its entry's. */
export function stateOf() {
  return sql<QuestionState>`case
    when questions.dropped = 1 then 'dropped'
    when entries.entry is null then case when questions.skipped is null then 'owed' else 'unanswered' end
    when entries.kind = 'absence' then 'unanswered'
    when entries.state in ('fresh', 'suspect') and entries.status = 'verified' then 'prepared'
    when entries.state in ('stale', 'dormant', 'owed') then 'stale'
    else 'owed' end`
}
