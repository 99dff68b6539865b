import type { ScopeId } from '../../spec/ids.ts'
import { questionDigest } from '../../spec/normalise-question.ts'
import type { Store } from '../../spec/store.ts'
import { isServable, type StoredAnswer } from './stored-answers.ts'

/** Ids of questions that were missed once and answered by something prepared when they were last asked. */
export async function answeredSince({ read: db }: Store, scope: ScopeId): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('questions')
    .innerJoin('records', (join) => join.onRef('records.scope', '=', 'questions.scope').onRef('records.at', '=', 'questions.last_asked_at'))
    .select(['questions.question', 'records.question as text', 'records.served', 'records.entry'])
    .where('questions.scope', '=', scope)
    .where('questions.missed_count', '>', 0)
    .whereRef('questions.asked_count', '>', 'questions.missed_count')
    .execute()
  const hits = rows.filter(({ served, entry }) => served !== 'live' && (served !== 'none' || entry !== null))
  return new Set(hits.flatMap(({ question, text }) => (questionDigest(text) === question ? [question] : [])))
}

/** Whether a question waits for an answer: it was missed and not answered since, is pinned without one, or nothing was found. */
export function isUnanswered(answer: StoredAnswer, answered: ReadonlySet<string>): boolean {
  const { question, entry } = answer
  if (isServable(answer)) return false
  return entry?.kind === 'absence' || question.pinned || (question.missed > 0 && !answered.has(question.id))
}
