import { type StoredQuestion, toQuestion } from '../predict/questions-table.ts'
import type { AnswerBody } from '../spec/answer.ts'
import { policyDigest } from '../spec/policy.ts'
import type { ListAim } from '../spec/question.ts'
import type { SleepContext } from './sleep-context.ts'

/** A question for a complete list, with its answer as stored. */
export interface ListedQuestion extends StoredQuestion {
  readonly list: ListAim
  /** Null where none was made. */
  readonly entry: { readonly id: string; readonly state: string; readonly alike: string; readonly body: AnswerBody } | null
}

/** Every question for a complete list, likeliest first. */
export async function listedQuestions({ store, scope, policy }: SleepContext): Promise<readonly ListedQuestion[]> {
  const rows = await store.read
    .selectFrom('questions')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.scope', '=', 'questions.scope')
        .onRef('entries.question', '=', 'questions.question')
        .on('entries.policy', '=', policyDigest(policy)),
    )
    .selectAll('questions')
    .select(['entries.entry', 'entries.state', 'entries.alike', 'entries.body'])
    .where('questions.scope', '=', scope)
    .where('questions.about', 'like', '{"kind":"list"%')
    .orderBy('questions.probability', 'desc')
    .orderBy('questions.question')
    .execute()
  return rows.flatMap((row): readonly ListedQuestion[] => {
    const { entry, state, alike, body } = row
    const question = toQuestion(row)
    if (question.about.kind !== 'list') return []
    const isMade = entry !== null && state !== null && alike !== null && body !== null
    const made = isMade ? { id: entry, state, alike, body: JSON.parse(body) as AnswerBody } : null
    return [{ ...question, list: question.about.list, entry: made }]
  })
}
