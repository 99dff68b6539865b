import { questionTerms } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'

/** Words that only say that a list is wanted. */
const asksList = new Set(
  tokenise('all available complete every full there exist support supported possible different various define defined take accept'),
)
const shortestPrefix = 3

/**
 * What two questions for a list do not share, or null where they ask for the same one: every content word of each must
 * stand in the other, whole or shortened ("env vars", "environment variables"). Nothing live can confirm a complete
 * list, so a word that differs counts as another list.
 */
export function differingListWords(asked: string, prepared: string): readonly string[] {
  const left = questionTerms(asked).filter((term) => !asksList.has(term))
  const right = questionTerms(prepared).filter((term) => !asksList.has(term))
  return [...left.filter((term) => !stands(term, right)), ...right.filter((term) => !stands(term, left))]
}

function stands(term: string, others: readonly string[]): boolean {
  return others.some((other) => other === term || abbreviates(term, other) || abbreviates(other, term))
}

function abbreviates(short: string, long: string): boolean {
  return short.length >= shortestPrefix && long.startsWith(short)
}
