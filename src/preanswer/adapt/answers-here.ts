import { type AnswerConfidence, answerConfidence } from '../reading/answer-confidence.ts'
import { differingValues } from '../reading/differing-values.ts'
import { questionKind } from '../reading/question-kind.ts'
import type { RankedReading } from '../reading/ranked-unit.ts'
import type { OwnUnits } from './own-units.ts'

/**
 * Least confidence of the reader in an adapted quotation. A live answer is refused below 0.07, where whoever reads it
 * sees what it says; an adapted one stands for an answer that was prepared, so it must be what nearly surely answers.
 */
export const leastAdapted = 0.4

/** Kinds of question whose answers have a form that must stand in the quotation. */
const formed: ReadonlySet<string> = new Set(['time', 'number', 'person', 'place', 'reason'])
/** Of them these are told by their form too loosely (any name may be a person): the prepared question must expect the same. */
const loose: ReadonlySet<string> = new Set(['person', 'place', 'reason'])

/**
 * Why the reader would not answer the question with this unit before all others, own and live; null where it would: it
 * ranks first, is confident enough, doubts nothing the question names, holds the form of answer asked for, and nothing gives
 * another value.
 */
export function whyNotAnswer(asked: string, preparedFor: string, { question, ranked }: OwnUnits, reading: RankedReading): string | null {
  const [best] = ranked
  if (best !== reading) return 'another passage answers it better'
  const { probability, doubts }: AnswerConfidence = answerConfidence(question, ranked)
  const [doubt] = doubts
  if (doubt !== undefined) return doubt
  if (probability < leastAdapted) return `the reader is not confident enough of it (${probability.toFixed(2)})`
  const kind = questionKind(asked)
  if (loose.has(kind) && questionKind(preparedFor) !== kind) return `no ${kind} was asked for when it was prepared`
  if (formed.has(kind) && reading.features.typed < 1) return `it tells no ${kind}`
  // Read live, both would be quoted.
  if (differingValues(question, [reading], ranked) !== null) return 'another value holds elsewhere'
  return null
}
