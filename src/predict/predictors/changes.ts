import type { Prediction, PredictionInputs, Predictor } from '../../spec/predictor.ts'
import { changeQuestions } from './change-questions.ts'
import { asksPerWeek, poolChances } from './pool-chances.ts'
import { rankPredictions } from './rank-predictions.ts'
import { dayMs, decay, weekMs } from './time-spans.ts'

const halfLifeMs = 2 * dayMs
/** How many times likelier a question about what changed just now is asked. */
const boost = 3

export interface ChangesOptions {
  /** Whether the documents of `changeDocuments` are in the scope: only then is "What changed in …?" proposed. */
  readonly hasChangeDocuments: boolean
}

/** Questions about documents that changed lately, the likelier the later they did, and what changed in them. */
export function createChanges({ hasChangeDocuments }: ChangesOptions): Predictor {
  return {
    name: 'changes',
    async predict(inputs, limit) {
      const asked = hasChangeDocuments ? whatChanged(inputs) : []
      return rankPredictions([...asked, ...ofChanged(inputs)], limit)
    },
  }
}

function ofChanged(inputs: PredictionInputs): readonly Prediction[] {
  const { changes, candidates, now } = inputs
  const changedAt = new Map(changes.toReversed().map(({ path, at }) => [path, at]))
  const passageAt = new Map(changes.toReversed().flatMap(({ passages, at }) => passages.map((passage) => [passage as string, at] as const)))
  return poolChances(inputs, candidates).flatMap(({ candidate, probability }): readonly Prediction[] => {
    const { region, about } = candidate
    const ownAt = about.kind === 'claim' ? Math.max(0, ...about.passages.map((passage) => passageAt.get(passage) ?? 0)) : 0
    const documentAt = changedAt.get(region)
    if (documentAt === undefined && ownAt === 0) return []
    // What stands in the changed passages themselves more than what stands beside them.
    const factor = ownAt > 0 ? boost * decay(now - ownAt, halfLifeMs) : boost * 0.4 * decay(now - (documentAt ?? 0), halfLifeMs)
    return [{ ...candidate, origin: 'changes', probability: 1 - (1 - probability) ** (1 + factor), expiresAt: now + weekMs }]
  })
}

function whatChanged(inputs: PredictionInputs): readonly Prediction[] {
  const scale = Math.min(1, asksPerWeek(inputs) / 50)
  return changeQuestions(inputs)
    .filter(({ kind }) => kind === 'document')
    .map(({ question, region, probability }) => ({
      text: question,
      origin: 'changes',
      region,
      about: { kind: 'unknown' },
      probability: probability * scale,
      expiresAt: inputs.now + 2 * dayMs,
    }))
}
