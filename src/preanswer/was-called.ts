import type { Spend } from '../spec/answer.ts'
import type { ReverieError } from '../spec/errors.ts'

/** Whether a model was called and paid, by what a skill returned: also where its output could not be used. */
export function wasCalled({ spend, failure }: { readonly spend: Spend; readonly failure?: ReverieError }): boolean {
  return spend.inputTokens > 0 || failure?.code === 'model-malformed'
}
