import { appositionQuestions } from './facts/apposition-questions.ts'
import { clauseOf } from './facts/clause.ts'
import { countQuestions } from './facts/count-questions.ts'
import { datedObjectQuestions } from './facts/dated-object-questions.ts'
import { nameQuestions, objectOfQuestions } from './facts/name-questions.ts'
import { numberedSubjectQuestions } from './facts/numbered-subject-questions.ts'
import { measureQuestions, objectQuestions } from './facts/object-questions.ts'
import { placeQuestions } from './facts/place-questions.ts'
import { doerQuestions, purposeQuestions, reasonQuestions } from './facts/reason-questions.ts'
import { relationQuestions } from './facts/relation-questions.ts'
import { holderQuestions, roleQuestions } from './facts/role-questions.ts'
import { subjectQuestions } from './facts/subject-questions.ts'
import { timeQuestions } from './facts/time-questions.ts'
import type { Worded, Wording } from './worded.ts'

const noSubject =
  /^(?:here|it|this|that|these|those|they|you|we|i|one|he|she|what|which|who|all|each|both|some|many|most|others?|another|such|none|nothing|everyone)$/i

/** Things of the page itself, and stand-ins that a conversion left for them. */
const pointer =
  /^(?:the )?(?:fig(?:ure)?|table|section|chapter|appendix|equation|paper|study|article|authors?|results?|experiments?|model|approach|method)s?\b|\b[A-Z]{5,}\d+\b/i

/**
 * Wh-questions that a plain statement answers: who or what did it, when, where, how many, what it is, why. The patterns are
 * the declarative-to-interrogative transformations of Heilman and Smith (2010), kept to those that stay grammatical.
 */
export const factQuestions: Wording = (claim, { names, lowerWords, isManual }) => {
  const text = resolved(claim.text, claim.subject, names.kind === 'none' ? '' : names.topic)
  const clause =
    text === null || /\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|us|[Mm]y)\b|\bI (?:am|was|have|had|will|think|would|can)\b/.test(text)
      ? null
      : clauseOf(text, lowerWords)
  const numbered = isManual || text === null ? [] : numberedSubjectQuestions(text.replace(/\s+\([^()]*\)/g, ''))
  if (numbered.length > 0) return scored(numbered, claim.salience)
  const apposed = isManual || text === null ? [] : scored(appositionQuestions(text.replace(/\s+\([^()]*\)/g, '')), claim.salience)
  if (clause === null || noSubject.test(clause.subjectWords[0]?.lower ?? '') || pointer.test(clause.subject)) return apposed
  const always = [...timeQuestions(clause), ...countQuestions(clause), ...reasonQuestions(clause)]
  // In a manual nobody asks what it is that does something; they ask about the thing they have.
  const made = isManual
    ? always
    : [
        ...subjectQuestions(clause, names.topic),
        ...always,
        ...placeQuestions(clause),
        ...roleQuestions(clause, names.topic),
        ...holderQuestions(clause),
        ...objectQuestions(clause),
        ...measureQuestions(clause),
        ...relationQuestions(clause),
        ...datedObjectQuestions(clause),
        ...nameQuestions(clause),
        ...objectOfQuestions(clause),
        ...purposeQuestions(clause),
        ...doerQuestions(clause),
      ]
  return [...apposed, ...scored(made, claim.salience)]
}

function scored(made: readonly Worded[], salience: number): readonly Worded[] {
  return made.map((worded) => ({ text: worded.text, probability: salience * worded.probability }))
}

function resolved(text: string, subject: string, topic: string): string | null {
  if (!/^(?:It|He|She)\s/.test(text)) return text
  return subject !== '' && subject === topic
    ? text.replace(/^(?:It|He|She)(?=\s)/, subject.charAt(0).toUpperCase() + subject.slice(1))
    : null
}
