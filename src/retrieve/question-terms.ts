import { tokenise } from './tokenise.ts'

/** Words that ask or join and say nothing about what is asked; stemmed as the tokeniser stems them. */
const stopWords: ReadonlySet<string> = new Set(
  tokenise(
    `a about after all also am an and any are as at be been being but by can could did do does doing for from get gets give given had has have
    having he her here hers him his how i if in into is it its just let like list made make many may me might mine more most much must my
    name named need of on one or other our out over please shall she should show so some such tell than that the their them then there
    these they this those thing to too under up us use used using was we were what when where which while who whom whose why will with
    would you your im ive whats hows dont doesnt didnt cant isnt arent wasnt explain describe called call kind type mean means work works`,
  ),
)

/**
 * What a question is about: its distinct tokens in order without those that only ask. A question of nothing but such
 * words ("what is it") keeps them all, so that it can still be looked up.
 */
export function questionTerms(question: string): readonly string[] {
  const all = [...new Set(tokenise(question))]
  const kept = all.filter((token) => !stopWords.has(token))
  return kept.length > 0 ? kept : all
}

/** Whether a token is one that only asks or joins. */
export function isStopWord(token: string): boolean {
  return stopWords.has(token)
}
