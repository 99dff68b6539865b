import type { Answer } from '../../spec/answer.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { Reverie } from '../reverie.ts'
import { printableLine } from './printable.ts'

/** For a question that nothing answers: the prepared question that came nearest, where one is known. */
export async function nearestNote(reverie: Reverie, answer: Answer): Promise<string | null> {
  try {
    const [best] = (await reverie.why(answer.id)).candidates
    return best === undefined || best.preparedFor === '' || best.preparedFor === answer.question
      ? null
      : `Nearest prepared question: "${printableLine(best.preparedFor)}" (${best.similarity.toFixed(2)})`
  } catch (error) {
    // The record of an ask is best effort: a folder that cannot be written keeps none.
    if (error instanceof ReverieError && error.code === 'not-found') return null
    throw error
  }
}
