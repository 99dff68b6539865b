import { normaliseQuestion } from '../spec/normalise-question.ts'
import type { QuestionDraft } from '../spec/question.ts'

/**
 * Questions without those that another one asks too: the same words, or the same content words in the same order after
 * small words and endings are gone. The more probable stays; between equals the first.
 */
export function deduplicateQuestions(drafts: readonly QuestionDraft[]): readonly QuestionDraft[] {
  const best = new Map<string, QuestionDraft>()
  for (const draft of drafts) {
    const key = questionKey(draft.text)
    const known = best.get(key)
    if (known === undefined || draft.probability > known.probability) best.set(key, draft)
  }
  const kept = new Set(best.values())
  return drafts.filter((draft) => kept.delete(draft))
}

const small = /^(?:the|an?|do|does|did|i|my|of|to|in|on|for|with|by|from|at|is|are|was|were|be|can|should|and|there|that|own)$/

/** Content words of a question in order, endings removed; two questions with one key ask the same. */
export function questionKey(text: string): string {
  return normaliseQuestion(text)
    .split(/[^\p{L}\p{N}_$.@/()#+-]+/u)
    .filter((word) => word !== '' && !small.test(word))
    .map((word) =>
      /^[a-z]{4,}$/.test(word) ? word.replace(/(?:ies|es|s)$/, (end) => (end === 'ies' ? 'y' : '')) : word.replace(/\.$/, ''),
    )
    .join(' ')
}
