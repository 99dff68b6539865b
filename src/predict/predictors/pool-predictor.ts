import type { Predictor } from '../../spec/predictor.ts'
import type { QuestionOrigin } from '../../spec/question.ts'
import { poolChances } from './pool-chances.ts'
import { rankPredictions } from './rank-predictions.ts'
import { weekMs } from './time-spans.ts'

/** A predictor that draws from the questions of the pool with these origins, by their chances. */
export function poolPredictor(name: QuestionOrigin, origins: ReadonlySet<QuestionOrigin>): Predictor {
  return {
    name,
    async predict(inputs, limit) {
      const chances = poolChances(
        inputs,
        inputs.candidates.filter((candidate) => origins.has(candidate.origin)),
      )
      return rankPredictions(
        chances.map(({ candidate, probability }) => ({ ...candidate, origin: name, probability, expiresAt: inputs.now + weekMs })),
        limit,
      )
    },
  }
}
