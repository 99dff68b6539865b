import { questionTerms } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { actionsOf } from '../guards/actions.ts'
import { sameWord } from '../guards/same-word.ts'

/** Title, headings and symbol of a unit, a line each. */
export function placeOf({ title, place, symbol }: ScoredUnit): string {
  return [title ?? '', ...place, symbol?.path ?? ''].filter((line) => line !== '').join('\n')
}

/** The content words of a question that do not stand in a text; of its verbs another word for the same action will do. */
export function unsaid(question: string, text: string): readonly string[] {
  const said = [...new Set(tokenise(text))]
  const verbs = actionsOf(question)
  return questionTerms(question).filter(
    (term) => !said.includes(term) && !(verbs.includes(term) && said.some((word) => sameWord(term, word))),
  )
}
