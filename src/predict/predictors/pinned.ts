import type { Predictor } from '../../spec/predictor.ts'
import { rankPredictions } from './rank-predictions.ts'
import { weekMs } from './time-spans.ts'

/** What a person said will be asked. */
const probability = 0.9

/** Questions that a person pinned, whatever else is known. */
export const pinned: Predictor = {
  name: 'pinned',
  async predict({ pinned: texts, now }, limit) {
    return rankPredictions(
      texts.map((text) => ({
        text,
        origin: 'pinned',
        probability,
        region: '',
        about: { kind: 'unknown' },
        expiresAt: now + weekMs,
      })),
      limit,
    )
  },
}
