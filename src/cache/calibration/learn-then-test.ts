import type { RiskPoint } from './calibration.ts'
import { upperBound } from './clopper-pearson.ts'

/** A bar that holds a promise, and what was seen at or above it. */
export interface ChosenBar {
  readonly bar: number
  readonly hits: number
  readonly wrong: number
  /** One-sided upper bound on the wrong rate at the confidence asked for, taken at this bar alone. */
  readonly upper: number
}

/**
 * The loosest bar whose wrong rate is at most `maxWrong` with `confidence`, or null where the labels show none.
 *
 * @param risk strictest first, as made by `riskCurve`.
 */
export function chooseBar(risk: readonly RiskPoint[], maxWrong: number, confidence: number): ChosenBar | null {
  const point = barsThatHold(risk, maxWrong, confidence).at(-1)
  if (point === undefined) return null
  return { bar: point.probability, hits: point.hits, wrong: point.wrong, upper: upperBound(point.wrong, point.hits, confidence) }
}

/**
 * Every bar that holds a promise, strictest first: with `confidence` none among them breaks it, so that any may be picked
 * afterwards, on whatever grounds.
 *
 * Learn-then-Test (Angelopoulos, Bates, Candès, Jordan & Lei 2021, arXiv 2110.01052): each bar is the null hypothesis "its
 * wrong rate is above maxWrong", refuted by an exact binomial test (its Clopper–Pearson bound is at most maxWrong). Taken
 * in a fixed order a failure ends the row, and no correction for the number of bars is due. Since the strictest bars have the
 * fewest hits and so the weakest tests, the row starts where there are enough of them, and anew further on: 1 − confidence
 * is split over these starts, and what a row holds when it meets the next start is added to that start's share (the
 * fallback procedure, Wiens 2003, which holds the family-wise error whatever the dependence between tests).
 *
 * It is valid because order, starts and shares come from the counts of hits alone, never from which of them were wrong. They
 * do not depend on `maxWrong` either: a tighter promise then passes a subset of the bars that a looser one passes.
 */
export function barsThatHold(risk: readonly RiskPoint[], maxWrong: number, confidence: number): readonly RiskPoint[] {
  const starts = startsOf(risk)
  const share = (1 - confidence) / Math.max(1, starts.size)
  const holding: RiskPoint[] = []
  let held = 0
  risk.forEach((point, at) => {
    const level = held + (starts.has(at) ? share : 0)
    const isHolding = level > 0 && upperBound(point.wrong, point.hits, 1 - level) <= maxWrong
    held = isHolding ? level : 0
    if (isHolding) holding.push(point)
  })
  return holding
}

/** 299 hits without an error are the fewest that show 1 % at 95 %, 59 the fewest that show 5 %. */
const leastHits = [299, 59] as const
/**
 * The first row starts on a tenth of all labels, yet on no more than a thousand: there 1 % passes with five wrong, and where
 * only a small part of the labels is right at all, later is too late. The second has the more hits the more labels there are.
 */
const [early, earlyHits, late] = [1 / 10, 1000, 1 / 4] as const
/** A second row that starts on hardly more hits is not worth the share that it takes from the first. */
const leastGrowth = 2

function startsOf(risk: readonly RiskPoint[]): ReadonlySet<number> {
  const all = risk.at(-1)?.hits ?? 0
  const least = leastHits.find((hits) => hits <= all)
  if (least === undefined) return new Set()
  const first = Math.max(least, Math.min(earlyHits, all * early))
  const sizes = all * late >= first * leastGrowth ? [first, all * late] : [first]
  return new Set(sizes.map((size) => risk.findIndex(({ hits }) => hits >= size)))
}
