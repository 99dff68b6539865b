import { type QuestionKind, questionKind } from '../../preanswer/reading/question-kind.ts'

/** What class of question it is, as labels and gates tell them apart: the kind of answer it expects. */
export function questionClass(question: string): QuestionKind {
  return questionKind(question)
}
