import { sql } from 'kysely'
import { isHeldByPerson } from '../lineage/approvals.ts'
import { type StoredQuestion, toQuestion } from '../predict/questions-table.ts'
import type { SleepContext, SleepSkills } from './sleep-context.ts'

/** A question to be answered asleep. */
export interface OwedQuestion extends StoredQuestion {
  /** Whether an answer that another recipe made is served until a new one replaces it. */
  readonly isServed: boolean
}

/**
 * Questions without a prepared answer that could have one: never answered, withdrawn by a change, or answered live and
 * not yet verified. Pinned and asked first, then by probability. What could not be answered waits until its region
 * changes or its watch fires; what is suspect is settled by a check of its own. What another recipe answered, or what a
 * model read that has changed since, is owed too, but a sleep without a model keeps what a model made, and a question
 * that this recipe could not answer better is left as it is. What a person approved is owed only once it is withdrawn.
 */
export async function owedQuestions(
  context: Pick<SleepContext, 'store' | 'scope'> & {
    readonly skills: { readonly reader: Pick<SleepSkills['reader'], 'model' | 'recipe'> }
  },
  policy: string,
): Promise<readonly OwedQuestion[]> {
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
      'entries.doubted as entry_doubted',
      'entries.soft_since as entry_soft',
      'entries.shape as entry_shape',
      'entries.model as entry_model',
      'entries.recipe as entry_recipe',
    ])
    .select(sql<number>`case when ${isHeldByPerson} then 1 else 0 end`.as('entry_held'))
    .where('questions.scope', '=', context.scope)
    .where('questions.dropped', '=', 0)
    .orderBy('questions.pinned', 'desc')
    .orderBy('questions.missed_count', 'desc')
    .orderBy('questions.probability', 'desc')
    .orderBy('questions.question')
    .execute()
  return rows.filter((row) => isOwed(row, { model, recipe })).map((row) => ({ ...toQuestion(row), isServed: isServed(row) }))
}

/** A question with what stands of its entry, if there is one. */
interface QuestionRow {
  readonly about: string
  readonly skipped: string | null
  readonly entry_state: string | null
  readonly entry_status: string | null
  readonly entry_kind: string | null
  readonly entry_doubted: number | null
  readonly entry_soft: number | null
  readonly entry_shape: string | null
  readonly entry_model: string | null
  readonly entry_recipe: string | null
  /** 1 while an answer that a person approved stands. */
  readonly entry_held: number
}

function isServed(row: QuestionRow): boolean {
  return row.entry_kind === 'answer' && row.entry_status === 'verified' && row.entry_state === 'fresh'
}

function isOwed(row: QuestionRow, { model, recipe }: { readonly model: string | null; readonly recipe: string }): boolean {
  if (row.entry_held === 1) return false
  const isUntried = row.skipped === null
  if (row.entry_state === null) return isUntried
  if (row.entry_kind === 'absence') {
    // Claims state by now what an ask did not find.
    if (row.entry_status === 'candidate' && isUntried && row.about.startsWith('{"kind":"claim"')) return true
    if (row.entry_state === 'fresh') return model !== null && row.entry_model !== model
    return row.entry_state !== 'suspect' && isUntried
  }
  if (row.entry_status === 'candidate') return isUntried
  if (row.entry_state === 'suspect') return false
  // One that nothing doubted was tried under its watch: what withdrew it came since.
  if (row.entry_state !== 'fresh') return isUntried || row.entry_doubted === 0
  if (row.entry_shape === 'list' || !isUntried) return false
  if (model === null && row.entry_model !== null) return false
  return row.entry_recipe !== recipe || row.entry_soft !== null
}
