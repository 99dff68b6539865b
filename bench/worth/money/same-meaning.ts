import { digest } from '../../../src/spec/digest.ts'
import { normaliseQuestion } from '../../../src/spec/normalise-question.ts'
import type { Stream } from '../streams/stream.ts'

/** How often the judge says the opposite of what the data says: one pair in so many, the same ones in every run. */
export const errsOncePer = 30

/**
 * What a judge says of two questions of a stream: whether they have one intent, and now and then the opposite; null where the
 * data has no intents or does not know the question asked. A question that is none of the stream's is taken for what its
 * prepared answer is about.
 */
export function sameMeaningIn({ asks }: Stream): (asked: string, prepared: string, answer: string) => boolean | null {
  const meanings = new Map<string, string>()
  const answers = new Map<string, string>()
  for (const { question, gold, region } of asks) {
    // Only intents are labels of meaning; elsewhere a meaning is the very wording.
    if (gold?.meaning !== region || region === '') continue
    meanings.set(normaliseQuestion(question), region)
    for (const answer of gold.answers) answers.set(answer, region)
  }
  return (asked, prepared, answer) => {
    const one = meanings.get(normaliseQuestion(asked))
    const other = meanings.get(normaliseQuestion(prepared)) ?? meaningOf(answer, answers)
    if (one === undefined || other === undefined) return null
    const errs = numberOf(digest('judge', asked, prepared)) % errsOncePer === 0
    return errs ? one !== other : one === other
  }
}

function numberOf(text: string): number {
  return [...text].reduce((number, letter) => (number * 31 + letter.charCodeAt(0)) % 1_000_003, 0)
}

/** The only intent whose answer the text holds. */
function meaningOf(text: string, answers: ReadonlyMap<string, string>): string | undefined {
  const held = [...answers].filter(([answer]) => text.includes(answer))
  // One code may begin another.
  const [longest] = held.toSorted(([one], [other]) => other.length - one.length)
  return held.every(([answer]) => longest?.[0].includes(answer)) ? longest?.[1] : undefined
}
