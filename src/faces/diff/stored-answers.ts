import { toEntry } from '../../cache/entries-table.ts'
import type { Entry } from '../../cache/entry.ts'
import { nextTurn } from '../../corpus/next-turn.ts'
import { type StoredQuestion, toQuestion } from '../../predict/questions-table.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'

/** A question with what is filed for it under one policy. */
export interface StoredAnswer {
  readonly question: StoredQuestion
  /** Null where nothing is filed; an absence is an entry without text. */
  readonly entry: Entry | null
}

const pageSize = 500

/** Every question of a scope that was not dropped, with its entry of the policy, in pages. */
export async function storedAnswers(store: Store, scope: ScopeId, policy: string): Promise<readonly StoredAnswer[]> {
  const found: StoredAnswer[] = []
  for (let after = ''; ; ) {
    const questions = await store.read
      .selectFrom('questions')
      .selectAll()
      .where('scope', '=', scope)
      .where('question', '>', after)
      .orderBy('question')
      .limit(pageSize)
      .execute()
    const last = questions.at(-1)
    if (last === undefined) return found
    const entries = await store.read
      .selectFrom('entries')
      .selectAll()
      .where('scope', '=', scope)
      .where('policy', '=', policy)
      .where(
        'question',
        'in',
        questions.map((row) => row.question),
      )
      .execute()
    // A verified answer stands before a candidate of the same question.
    entries.sort((a, b) => (a.status === b.status ? b.made_at - a.made_at : a.status === 'verified' ? -1 : 1))
    const byQuestion = new Map(entries.toReversed().map((row) => [row.question, row]))
    for (const row of questions) {
      const entry = byQuestion.get(row.question)
      if (row.dropped === 0) found.push({ question: toQuestion(row), entry: entry === undefined ? null : toEntry(entry) })
    }
    if (questions.length < pageSize) return found
    after = last.question
    await nextTurn()
  }
}

/** Whether the answer is served as things are stored. */
export function isServable({ entry }: StoredAnswer): boolean {
  return entry !== null && entry.kind === 'answer' && (entry.state === 'fresh' || entry.state === 'suspect')
}
