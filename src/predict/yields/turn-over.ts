import { questionDigest } from '../../spec/normalise-question.ts'
import type { Prediction } from '../../spec/predictor.ts'
import { type Outstanding, partLived } from './outstanding.ts'

/** What becomes of an arm's predictions when it predicts anew. */
export interface TurnOver {
  /** Still expected and not asked: they keep the time they had. */
  readonly stays: ReadonlySet<string>
  /** Of these, what is thought more or less likely by now, by question. */
  readonly changed: ReadonlyMap<string, number>
  readonly gone: readonly string[]
  /** New, or asked and expected again, by question. */
  readonly fresh: ReadonlyMap<string, Prediction>
  /** To be counted as trials without an ask, by the part of their time that they had. */
  readonly unasked: readonly { readonly question: string; readonly region: string; readonly weight: number }[]
}

/** Part of a probability that it has to change by to be written. */
const worthWriting = 0.02

/** Compares what an arm has out with what it predicts now, `most` at most. */
export function turnOver(out: readonly Outstanding[], predictions: readonly Prediction[], now: number, most: number): TurnOver {
  const expected = new Map(
    predictions
      .filter(({ expiresAt }) => expiresAt > now)
      .slice(0, most)
      .map((prediction) => [questionDigest(prediction.text) as string, prediction]),
  )
  const open = out.filter(({ question, askedAt, expiresAt }) => expected.has(question) && askedAt === null && expiresAt > now)
  const stays = new Set(open.map(({ question }) => question))
  const changed = new Map(
    open.flatMap(({ question, probability }) => {
      const own = expected.get(question)?.probability ?? probability
      return Math.abs(own - probability) > worthWriting * probability ? [[question, own] as const] : []
    }),
  )
  const replaced = out.filter(({ question }) => !stays.has(question))
  return {
    stays,
    changed,
    gone: replaced.flatMap(({ question }) => (expected.has(question) ? [] : [question])),
    fresh: new Map([...expected].filter(([question]) => !stays.has(question))),
    unasked: replaced
      .filter(({ askedAt }) => askedAt === null)
      .map((one) => ({ question: one.question, region: one.region, weight: partLived(one, now) })),
  }
}
