import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { Prediction } from '../../spec/predictor.ts'

/** The largest probability any predictor gives: nobody is certain to ask, and what is asked every day is likelier than what is every week. */
const most = 0.999

/** Most probable first, each wording once, at most `limit`; what has no chance is left out. Equals keep the order of their words. */
export function rankPredictions(predictions: readonly Prediction[], limit: number): readonly Prediction[] {
  const best = new Map<string, Prediction>()
  for (const prediction of predictions) {
    const key = normaliseQuestion(prediction.text)
    const probability = Math.min(most, prediction.probability)
    if (key === '' || !(probability > 0)) continue
    if ((best.get(key)?.probability ?? 0) < probability) best.set(key, { ...prediction, probability })
  }
  return [...best]
    .sort(([one, a], [other, b]) => b.probability - a.probability || (one < other ? -1 : 1))
    .slice(0, Math.max(0, limit))
    .map(([, prediction]) => prediction)
}
