import { type CompiledQuery, type Kysely, type Selectable, sql } from 'kysely'
import { approvedAt } from '../lineage/approvals.ts'
import type { AnswerBody, Spend } from '../spec/answer.ts'
import type { EntryId, QuestionId, ScopeId } from '../spec/ids.ts'
import type { KeyKind } from '../spec/key-kind.ts'
import { keyRow } from '../spec/key-row.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import { thisRevision } from '../spec/revision.ts'
import type { EntriesTable, Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { Entry } from './entry.ts'

/** Entries by id; unknown ids are left out. */
export async function entriesById(db: Kysely<Schema>, scope: ScopeId, ids: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .select(approvedAt.as('approved_at'))
    .where('scope', '=', scope)
    .where('entry', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.entry, toEntry(row)]))
}

/** Entries one of whose keys is this question in the same words, those that a person approved first. */
export async function entriesByExactText(db: Kysely<Schema>, scope: ScopeId, policy: string, question: string): Promise<readonly Entry[]> {
  const query = byExactText.get(db) ?? compileByExactText(db)
  byExactText.set(db, query)
  const { rows } = await db.executeQuery<EntryRow>({ ...query, parameters: [scope, policy, normaliseQuestion(question)] })
  const entries = rows.map(toEntry)
  const isApproved = ({ approvedAt: at }: Entry): boolean => at !== null && at !== undefined
  return [...entries.filter(isApproved), ...entries.filter((entry) => !isApproved(entry))]
}

// Every ask begins with it: building it anew costs more than running it.
const byExactText = new WeakMap<Kysely<Schema>, CompiledQuery<EntryRow>>()

/** A row of `entries`, with when its body was approved where that was asked for. */
type EntryRow = Selectable<EntriesTable> & { readonly approved_at?: number | string | null }

function compileByExactText(db: Kysely<Schema>): CompiledQuery<EntryRow> {
  return db
    .selectFrom('keys')
    .innerJoin('entries', (join) => join.onRef('entries.scope', '=', 'keys.scope').onRef('entries.entry', '=', 'keys.entry'))
    .selectAll('entries')
    .select(approvedAt.as('approved_at'))
    .where('keys.scope', '=', '')
    .where('keys.policy', '=', '')
    .where('keys.normalised', '=', '')
    .where('keys.active', '=', sql.lit(1))
    .where('keys.kind', '!=', sql.lit('near-miss'))
    .orderBy('entries.status', 'desc')
    .orderBy('entries.made_at', 'desc')
    .compile()
}

export function toEntry(row: EntryRow): Entry {
  const { approved_at: approved = null } = row
  return {
    id: row.entry as EntryId,
    scope: row.scope as ScopeId,
    policy: row.policy,
    question: row.question as QuestionId,
    questionText: row.question_text,
    kind: row.kind,
    status: row.status,
    state: row.state,
    softSince: row.soft_since,
    shape: row.shape,
    body: JSON.parse(row.body) as AnswerBody,
    alike: row.alike,
    effort: row.effort,
    verdict: row.verdict,
    preparedBy: row.prepared_by,
    approvedAt: approved === null ? null : Number(approved),
    region: row.region,
    promptTokens: row.prompt_tokens,
    spend: JSON.parse(row.spend) as Spend,
    model: row.model,
    recipe: row.recipe,
    madeAt: row.made_at,
  }
}

/** Writes or replaces an entry with its keys. Keys are matchable by nearness once their vectors exist. */
export function putEntryStatements(
  db: Kysely<Schema>,
  entry: Entry,
  keys: readonly { readonly text: string; readonly kind: KeyKind }[],
): readonly Statement[] {
  const row = {
    scope: entry.scope,
    entry: entry.id,
    policy: entry.policy,
    conversation: '',
    question: entry.question,
    question_text: entry.questionText,
    kind: entry.kind,
    status: entry.status,
    state: entry.state === 'fresh' || entry.state === 'suspect' ? entry.state : ('stale' as const),
    shape: entry.shape,
    body: JSON.stringify(entry.body),
    alike: entry.alike,
    effort: entry.effort,
    verdict: entry.verdict,
    prepared_by: entry.preparedBy,
    region: entry.region,
    prompt_tokens: entry.promptTokens,
    spend: JSON.stringify(entry.spend),
    model: entry.model,
    recipe: entry.recipe,
    made_at: entry.madeAt,
    doubted: 0,
    soft_since: null,
    revision: thisRevision(entry.scope),
  }
  const put = statement(
    db
      .insertInto('entries')
      .values({ ...row, served_count: 0, last_served_at: null })
      .onConflict((conflict) => conflict.columns(['scope', 'entry']).doUpdateSet(row)),
  )
  const clear = statement(db.deleteFrom('keys').where('scope', '=', entry.scope).where('entry', '=', entry.id))
  if (keys.length === 0) return [put, clear]
  const insert = statement(db.insertInto('keys').values(keys.map((key) => keyRow(entry.scope, entry, key))))
  return [put, clear, insert]
}
