import { ReverieError } from '../../spec/errors.ts'
import type { LogisticModel } from './calibration.ts'

/**
 * Probability in [0, 1] that a candidate's answer answers the question, by its features in the order the model was fitted
 * with. A feature that is no number makes it 0: what cannot be judged is not served. Allocates nothing.
 *
 * @throws ReverieError `bad-argument` where features and model are of different lengths, hence of different versions.
 */
export function logisticProbability({ intercept, weights, means, scales }: LogisticModel, features: readonly number[]): number {
  if (features.length !== weights.length)
    throw new ReverieError('bad-argument', `a match has ${features.length} features where its calibration knows ${weights.length}`, {
      hint: 'Score a match only with a calibration of the same version of the features.',
    })
  let logit = intercept
  for (let at = 0; at < weights.length; at++)
    logit += ((weights[at] ?? Number.NaN) * ((features[at] ?? Number.NaN) - (means[at] ?? Number.NaN))) / (scales[at] ?? Number.NaN)
  return Number.isNaN(logit) ? 0 : 1 / (1 + Math.exp(-logit))
}
