import type { QuestionState, QuestionView } from '../reverie.ts'
import { formatThings } from './format-number.ts'
import { formatPlace } from './format-place.ts'
import { formatTable } from './format-table.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

export const questionStates: readonly QuestionState[] = ['pinned', 'prepared', 'owed', 'stale', 'unanswered', 'dropped']

/** Questions grouped by state: how often asked, where the answer lies, the words. */
export function questionLines(questions: readonly QuestionView[], width: number, style: Style): readonly string[] {
  if (questions.length === 0)
    return ['No such questions. `reverie sleep` predicts them from what is read; `reverie questions pin "…"` adds one.']
  return questionStates.flatMap((state) => {
    const group = questions.filter((question) => question.state === state)
    if (group.length === 0) return []
    const rows = group.map((question) => {
      const [place] = question.citations
      const asked = [question.pinned && state !== 'pinned' ? 'pinned' : '', question.asked === 0 ? '' : `asked ${question.asked}×`]
        .filter((text) => text !== '')
        .join(', ')
      return [question.id.slice(0, 8), printableLine(question.text), asked, place === undefined ? '' : formatPlace(place)]
    })
    const used = rows.some((row) => row[2] !== '') ? [0, 2, 1, 3] : [0, 1, 3]
    const lines = formatTable(
      used.map(() => ({ title: '' })),
      rows.map((row) => used.map((column) => row[column] ?? '')),
      width,
    )
    return [style.bold(`${state} (${formatThings(group.length, 'question')})`), ...lines.map((line) => `  ${line}`)]
  })
}
