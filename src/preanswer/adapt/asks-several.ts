import { splitQuestion } from './split-question.ts'

/** Where one thing said ends and the next begins. */
const clauseEnd =
  /[?;.!]+\s+|,\s+(?:(?:and|or|but)\s+)?(?:also\s+|then\s+)?|\s+(?:and|or|but)\s+(?:also\s+|then\s+)?(?=(?:what|how|which|when|where|why|who|can|could|does|do|is|are|should|will)\b)/i
/** Asks in its own right; "when" and "where" may as well say under what circumstances. */
const asking =
  /^(?:(?:so|ok|okay|well|hi|hello|hey|please|and|also|then)\s+)*(?:(?:what|how|which|why|who|whose|whom|can|could|does|do|did|is|are|was|were|should|must|will|would|may)\b|(?:when|where)(?:'s|’s|\s+(?:do|does|did|is|are|was|were|can|could|should|must|will|would))\b)/i

/**
 * Whether a question asks more than one thing, so that the answer to one of them must not pass for the whole. What cannot be
 * split safely asks one thing all the same where only one of its clauses asks: "Hi, how do I …?", "I lost my card, what now?"
 */
export function asksSeveral(question: string): boolean {
  const parts = splitQuestion(question)
  if (parts.kind !== 'unclear') return parts.kind === 'two'
  return question.split(clauseEnd).filter((clause) => asking.test(clause.trim())).length > 1
}
