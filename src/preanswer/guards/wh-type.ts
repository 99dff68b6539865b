import { countAnswers } from '../reading/answer-type.ts'
import { type QuestionKind, questionKind } from '../reading/question-kind.ts'
import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'

/** Kinds whose answers have a form of their own; the others are wordings of one another ("can I", "how do I", "where do I", "what is the way"). */
const formed: ReadonlySet<QuestionKind> = new Set(['time', 'number', 'person', 'reason'])

/** Stricter than what the reader takes for a reason: documentation says "to make" everywhere. */
const givesReason = /\b(?:because|since|so that|in order to|reasons?|due to)\b/i

/** Fires where the questions expect different kinds of answer (who, when, how many, why, where); resolved where the quotation holds an expression of the kind asked. */
export const whTypeGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const wanted = read(questionKind, asked)
  const had = read(questionKind, prepared)
  if (wanted === had || (!formed.has(wanted) && !formed.has(had))) return null
  return {
    guard: 'wh-type',
    saw: `asked for a ${wanted}, prepared for a ${had}`,
    resolved:
      wanted === 'reason'
        ? givesReason.test(quote)
        : (formed.has(wanted) || wanted === 'place') && countAnswers(wanted, quote, asked.toLowerCase()) > 0,
  }
}
