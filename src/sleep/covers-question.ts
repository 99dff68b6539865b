import { questionTerms } from '../retrieve/question-terms.ts'
import { tokenise } from '../retrieve/tokenise.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { ScoredUnit } from '../spec/skills.ts'

/** Share of a question's words that a live answer must hold, with its heading and title, before it may answer other wordings. */
const least = 0.6

/**
 * Whether an answer speaks of what was asked: the words of the question stand in its quotations or above them. A live
 * answer that does not stays a candidate, served to the same words only; near questions never reach it.
 */
export function coversQuestion(question: string, body: AnswerBody, evidence: readonly ScoredUnit[]): boolean {
  const asked = new Set(questionTerms(question))
  const cited = new Set<string>(body.quotes.map((quote) => quote.passage))
  const around = evidence.filter((unit) => cited.has(unit.passage)).flatMap((unit) => [unit.title ?? '', ...unit.place])
  const said = new Set(tokenise([...body.quotes.map((quote) => quote.text), ...around].join(' ')))
  const found = [...asked].filter((term) => said.has(term)).length
  return asked.size > 0 && found >= asked.size * least
}
