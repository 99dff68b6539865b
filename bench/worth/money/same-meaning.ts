import { normaliseQuestion } from '../../../src/spec/normalise-question.ts'
import type { Stream } from '../streams/stream.ts'

/** Whether two questions of a stream have one intent; null where the data has no intents or does not know one of the questions. */
export function sameMeaningIn({ asks }: Stream): (asked: string, prepared: string) => boolean | null {
  const meanings = new Map<string, string>()
  for (const { question, gold, region } of asks) {
    // Only intents are labels of meaning; elsewhere a meaning is the very wording.
    if (gold?.meaning === region) meanings.set(normaliseQuestion(question), region)
  }
  return (asked, prepared) => {
    const [one, other] = [asked, prepared].map((text) => meanings.get(normaliseQuestion(text)))
    return one === undefined || other === undefined ? null : one === other
  }
}
