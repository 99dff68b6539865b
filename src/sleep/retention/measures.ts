import { sql } from 'kysely'
import type { Measure } from './evictable-rows.ts'

/** What a row takes beside its texts, indexes included. */
const rowBytes = 200
const evidenceBytes = 300

const entryUsedAt = sql<number>`case when coalesce(entries.last_served_at, 0) > entries.made_at then entries.last_served_at else entries.made_at end`

const question = sql`select 1 from questions where questions.scope = entries.scope and questions.question = entries.question`

/** Nobody pinned, approved, wrote or praised it. */
const isNobodys = sql<boolean>`(entries.prepared_by <> 'person' and not exists (${question} and questions.pinned = 1)
  and not exists (select 1 from approvals where approvals.scope = entries.scope and approvals.entry = entries.entry)
  and not exists (select 1 from labels where labels.scope = entries.scope and labels.entry = entries.entry
    and labels.source = 'feedback' and labels.same = 1))`

const probability = sql`coalesce((select questions.probability from questions
  where questions.scope = entries.scope and questions.question = entries.question), 0)`

/** What cannot be served, then what was never served, or longest ago, by probability, oldest first. */
const byValue = sql`case when entries.state in ('stale', 'dormant') then 0 else 1 end, coalesce(entries.last_served_at, 0),
  ${probability}, entries.made_at, entries.entry`

export const answers: Measure = {
  table: 'entries',
  id: 'entries.entry',
  usedAt: entryUsedAt,
  bytes: sql<number>`(${sql.lit(rowBytes)} + length(entries.body) + 2 * length(entries.question_text) + length(entries.verdict)
    + ${sql.lit(evidenceBytes)} * (select count(*) from evidence where evidence.scope = entries.scope and evidence.artefact = entries.entry)
    + coalesce((select length(watches.terms) from watches where watches.scope = entries.scope and watches.entry = entries.entry), 0)
    + coalesce((select sum(length(editions.body)) from editions where editions.scope = entries.scope and editions.entry = entries.entry), 0))`,
  counted: sql<boolean>`1 = 1`,
  evictable: isNobodys,
  order: byValue,
}

const ofEntry = sql`from keys where keys.scope = entries.scope and keys.entry = entries.entry`

/** Keys with the answers they lead to, of one policy, or of all. */
export function keysOf(policy: string | null): Measure {
  const isKeyed = sql<boolean>`exists (select 1 ${ofEntry})`
  return {
    table: 'entries',
    id: 'entries.entry',
    usedAt: entryUsedAt,
    weight: sql<number>`(select count(*) ${ofEntry})`,
    bytes: sql<number>`(select coalesce(sum(${sql.lit(rowBytes)} + 2 * length(keys.text) + coalesce((select max(length(vectors.vector))
      from vectors where vectors.scope = keys.scope and vectors.digest = keys.vector), 0)), 0) ${ofEntry})`,
    counted: policy === null ? isKeyed : sql<boolean>`(entries.policy = ${policy} and ${isKeyed})`,
    evictable: isNobodys,
    order: byValue,
  }
}

const questionUsedAt = sql<number>`coalesce(questions.last_asked_at, questions.created_at)`

const isPrepared = sql<boolean>`exists (select 1 from entries where entries.scope = questions.scope
  and entries.question = questions.question and entries.status = 'verified')`

/** What a document gave comes and goes with it; what people asked, or a predictor thought of, only grows. */
export const questions: Measure = {
  table: 'questions',
  id: 'questions.question',
  usedAt: questionUsedAt,
  bytes: sql<number>`(${sql.lit(rowBytes)} + length(questions.text) + length(questions.normalised) + length(questions.about))`,
  counted: sql<boolean>`(questions.about = ${JSON.stringify({ kind: 'unknown' })} and questions.pinned = 0 and questions.dropped = 0
    and not ${isPrepared} and not exists (select 1 from approvals
      where approvals.scope = questions.scope and approvals.question = questions.question))`,
  evictable: sql<boolean>`1 = 1`,
  order: sql`questions.asked_count, ${questionUsedAt}, questions.probability, questions.question`,
}

export const records: Measure = {
  table: 'records',
  id: 'records.ask',
  usedAt: sql<number>`records.at`,
  bytes: sql<number>`(${sql.lit(rowBytes)} + length(records.question) + length(records.answer) + length(records.decision))`,
  counted: sql<boolean>`1 = 1`,
  evictable: sql<boolean>`1 = 1`,
  order: sql`records.at, records.ask`,
}
