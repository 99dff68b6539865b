import type { Predictor } from '../../spec/predictor.ts'
import { changeQuestions } from './change-questions.ts'
import type { ChangesOptions } from './changes.ts'
import { asksPerWeek } from './pool-chances.ts'
import { rankPredictions } from './rank-predictions.ts'
import { dayMs } from './time-spans.ts'

/**
 * What commits make people ask: what changed in a folder last week, which tests cover a changed file, why a function was
 * changed. They are answered from the documents of `changeDocuments`: without these nothing is proposed.
 */
export function createCommits({ hasChangeDocuments }: ChangesOptions): Predictor {
  return {
    name: 'commits',
    async predict(inputs, limit) {
      if (!hasChangeDocuments) return []
      const scale = Math.min(1, asksPerWeek(inputs) / 50)
      const asked = changeQuestions(inputs).filter(({ kind }) => kind !== 'document')
      return rankPredictions(
        asked.map(({ question, region, probability }) => ({
          text: question,
          origin: 'commits',
          region,
          about: { kind: 'unknown' },
          probability: probability * scale,
          expiresAt: inputs.now + 2 * dayMs,
        })),
        limit,
      )
    },
  }
}
