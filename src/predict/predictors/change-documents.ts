import type { PredictionInputs } from '../../spec/predictor.ts'
import { type ChangeQuestion, changeQuestions } from './change-questions.ts'
import { dayMs, weekMs } from './time-spans.ts'

/** A document to be pushed, as the library's `put` takes it. */
export interface ChangeDocument {
  readonly id: string
  readonly text: string
}

/** Ids of the documents that {@link changeDocuments} makes: one that is not made any more is to be removed. */
export const changeDocumentIds: readonly string[] = ['changes/last-week.md', 'changes/tests.md', 'changes/why.md']

/**
 * What commits tell, as documents: questions about changes are answered, cited and go stale from them as from any other.
 * A heading is the question itself. The same commits on the same day give the same text, so that pushing them again writes
 * nothing. None where the last week has no commit.
 */
export function changeDocuments(inputs: Pick<PredictionInputs, 'commits' | 'changes' | 'now'>): readonly ChangeDocument[] {
  const until = Math.floor(inputs.now / dayMs) * dayMs
  const span = `from ${dateOf(until + dayMs - weekMs)} to ${dateOf(until)}`
  const all = changeQuestions({ ...inputs, now: until + dayMs - 1 })
  const made: readonly (readonly [string, string, readonly ChangeQuestion[]])[] = [
    ['changes/last-week.md', 'Changes in the last week', all.filter(({ kind }) => kind === 'folder' || kind === 'document')],
    ['changes/tests.md', 'Tests of the files changed last week', all.filter(({ kind }) => kind === 'tests')],
    ['changes/why.md', 'Why functions were changed', all.filter(({ kind }) => kind === 'why')],
  ]
  return made.flatMap(([id, title, questions]) => {
    if (questions.length === 0) return []
    const sections = questions.map(({ question, answer }) => `## ${question}\n\n${answer}\n`)
    // Not in the title: that stands over every section, and each would be another one every day.
    return [{ id, text: `# ${title}\n\nCommits ${span}.\n\n${sections.join('\n')}` }]
  })
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
