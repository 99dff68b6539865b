import type { DiffSorter } from './diff-sorter.ts'
import type { Contradiction } from './find-contradiction.ts'
import type { FormerAnswer } from './former-answers.ts'
import type { FormerFate } from './judge-former.ts'

const again = 'its words still stand: prepared again by the next sleep'

/** Puts an answer that a stored change withdrew into its list. `contradiction`: new text that says otherwise, where there is some. */
export function sortFormer(
  sorter: DiffSorter,
  { answer }: FormerAnswer,
  { fate, old }: FormerFate,
  contradiction: Contradiction | null,
): void {
  if (fate.kind === 'altered') sorter.altered(answer, { why: fate.why, change: fate.change, old, now: fate.now })
  else if (fate.kind === 'moved') sorter.soft(answer, { why: again, rung: 'withdrawn', old, now: fate.now })
  else if (fate.kind === 'withdrawn') sorter.withdrawn(answer, { why: fate.why, old, new: null })
  else if (contradiction !== null) {
    const { passage, start, end, text } = contradiction.unit
    sorter.contradicted(answer, { why: contradiction.why, old, now: { passage, start, end, text } })
  } else if (answer.entry.shape === 'list') {
    sorter.altered(answer, { why: 'its members are not what they were', change: 'facts', old: null, now: null })
  } else sorter.withdrawn(answer, { why: 'what it quotes stands, but it no longer holds', old, new: null })
}
