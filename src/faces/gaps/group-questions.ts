import { cosineOf } from '../../retrieve/nearest-by-cosine.ts'
import { questionTerms } from '../../retrieve/question-terms.ts'

/** A question to be grouped, with its vector where there is one. */
export interface Groupable {
  readonly text: string
  readonly asks: number
  readonly vector: Int8Array | null
}

/**
 * Cosine from which two questions count as one. Of StackFAQ's 630 rephrasings 74 % join their FAQ at 0.65 and 0.3 % another
 * one's (0.6: 79 and 1.3 %; 0.7: 61 and 0.3 %; 0.75: 45 and 0 %; 0.8: 32 and 0 %); of COVID FAQ's 244 pairs that ask
 * different things 8 would (0.7: 2). MiniLM, the FAQs leading.
 */
export const meaningBar = 0.65
/** Share of the distinct terms that two questions must have in common where one has no vector. */
export const wordsBar = 0.6

/**
 * Groups questions by leaders: the most asked leads, and each joins the nearest leader from the bar on, else leads itself
 * (Hartigan, Clustering Algorithms, 1975). Order and result are the same whatever the order given.
 */
export function groupQuestions<Question extends Groupable>(questions: readonly Question[]): readonly (readonly Question[])[] {
  const sorted = [...questions].sort((a, b) => b.asks - a.asks || (a.text < b.text ? -1 : 1))
  const groups: { readonly leader: Question; readonly terms: ReadonlySet<string>; readonly members: Question[] }[] = []
  for (const question of sorted) {
    const terms = new Set(questionTerms(question.text))
    let best: { readonly members: Question[]; readonly nearness: number } | null = null
    for (const { leader, terms: others, members } of groups) {
      const nearness =
        question.vector !== null && leader.vector !== null
          ? cosineOf(question.vector, leader.vector) / meaningBar
          : overlap(terms, others) / wordsBar
      if (nearness >= 1 && (best === null || nearness > best.nearness)) best = { members, nearness }
    }
    if (best === null) groups.push({ leader: question, terms, members: [question] })
    else best.members.push(question)
  }
  return groups.map(({ members }) => members)
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = one.union(other).size
  return all === 0 ? 0 : one.intersection(other).size / all
}
