import { digest } from '../../spec/digest.ts'
import type { ControlArm, Prediction, PredictionInputs } from '../../spec/predictor.ts'
import { type AskedWording, askedWordings } from './asked-wordings.ts'
import { weekMs } from './time-spans.ts'

/** What would be predicted without learning anything; it runs on paper and is never answered. */
export interface Control {
  readonly name: ControlArm
  /** At most `limit`, in the order the control would spend on them; their probabilities only say that order. */
  predict(inputs: PredictionInputs, limit: number): Promise<readonly Prediction[]>
}

/** The pool in an order that knows nothing: by digest. */
export const blind: Control = {
  name: 'blind',
  async predict({ candidates, now }, limit) {
    const drawn = [...new Map(candidates.map((candidate) => [digest('blind', candidate.text) as string, candidate]))]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .slice(0, Math.max(0, limit))
    return drawn.map(([, candidate], index) => ({ ...candidate, probability: falling(index, drawn.length), expiresAt: now + weekMs }))
  },
}

/** The last different questions asked. */
export const recency: Control = {
  name: 'recency',
  async predict({ asks, now }, limit) {
    return asAsked(askedWordings(asks), now, limit)
  },
}

/** The questions asked most often, the later one first where equal. */
export const frequency: Control = {
  name: 'frequency',
  async predict({ asks, now }, limit) {
    const most = [...askedWordings(asks)].sort((one, other) => other.asks.length - one.asks.length || other.lastAt - one.lastAt)
    return asAsked(most, now, limit)
  },
}

/** All controls. */
export const controls: readonly Control[] = [blind, recency, frequency]

function asAsked(wordings: readonly AskedWording[], now: number, limit: number): readonly Prediction[] {
  const taken = wordings.slice(0, Math.max(0, limit))
  return taken.map(({ text, region }, index) => ({
    text,
    origin: 'asked',
    probability: falling(index, taken.length),
    region,
    about: { kind: 'unknown' },
    expiresAt: now + weekMs,
  }))
}

function falling(index: number, count: number): number {
  return 0.5 * (1 - index / Math.max(1, count))
}
