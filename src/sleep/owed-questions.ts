import { absenceVerdict } from '../cache/absence.ts'
import { type StoredQuestion, toQuestion } from '../predict/questions-table.ts'
import type { SleepContext } from './sleep-context.ts'

/**
 * Questions without a prepared answer that could have one: never answered, withdrawn by a change, or answered live and
 * not yet verified. Pinned and asked first, then by probability. Those skipped before wait until their region changes;
 * an unanswered one is tried again once anything has changed.
 */
export async function owedQuestions(context: SleepContext, policy: string, corpus: number): Promise<readonly StoredQuestion[]> {
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
    ])
    .where('questions.scope', '=', context.scope)
    .where('questions.dropped', '=', 0)
    .orderBy('questions.pinned', 'desc')
    .orderBy('questions.missed_count', 'desc')
    .orderBy('questions.probability', 'desc')
    .orderBy('questions.question')
    .execute()
  return rows
    .filter((row) => {
      if (row.skipped !== null && row.entry_state === null) return false
      if (row.entry_state === null) return true
      if (row.entry_kind === 'absence') return row.entry_verdict !== absenceVerdict(corpus)
      return row.entry_status === 'candidate' || row.entry_state !== 'fresh'
    })
    .map(toQuestion)
}
