import { absenceVerdict } from '../cache/absence.ts'
import { type StoredQuestion, toQuestion } from '../predict/questions-table.ts'
import type { SleepContext } from './sleep-context.ts'

/** A question to be answered asleep. */
export interface OwedQuestion extends StoredQuestion {
  /** Whether an answer that another recipe made is served until a new one replaces it. */
  readonly isServed: boolean
}

/**
 * Questions without a prepared answer that could have one: never answered, withdrawn by a change, or answered live and
 * not yet verified. Pinned and asked first, then by probability. Those skipped before wait until their region changes;
 * an unanswered one is tried again once anything has changed. What another recipe answered is owed too, but a sleep
 * without a model keeps what a model made, and a question that this recipe could not answer better is left as it is.
 */
export async function owedQuestions(context: SleepContext, policy: string, corpus: number): Promise<readonly OwedQuestion[]> {
  const { model, recipe } = context.skills.reader
  const rows = await context.store.read
    .selectFrom('questions')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.scope', '=', 'questions.scope')
        .onRef('entries.question', '=', 'questions.question')
        .on('entries.policy', '=', policy),
    )
    .selectAll('questions')
    .select([
      'entries.state as entry_state',
      'entries.status as entry_status',
      'entries.kind as entry_kind',
      'entries.verdict as entry_verdict',
      'entries.shape as entry_shape',
      'entries.model as entry_model',
      'entries.recipe as entry_recipe',
    ])
    .where('questions.scope', '=', context.scope)
    .where('questions.dropped', '=', 0)
    .orderBy('questions.pinned', 'desc')
    .orderBy('questions.missed_count', 'desc')
    .orderBy('questions.probability', 'desc')
    .orderBy('questions.question')
    .execute()
  const isServed = (row: (typeof rows)[number]): boolean =>
    row.entry_kind === 'answer' && row.entry_status === 'verified' && row.entry_state === 'fresh'
  return rows
    .filter((row) => {
      if (row.entry_state === null) return row.skipped === null
      if (row.entry_kind === 'absence') return row.entry_verdict !== absenceVerdict(corpus) || (model !== null && row.entry_model !== model)
      if (!isServed(row)) return row.entry_status !== 'candidate' || row.skipped === null || model === null
      const isOther = row.entry_recipe !== recipe && (model !== null || row.entry_model === null)
      return isOther && row.entry_shape !== 'list' && row.skipped === null
    })
    .map((row) => ({ ...toQuestion(row), isServed: isServed(row) }))
}
