import { alongTheScore } from '../protocol/along-the-score.ts'
import type { Decided } from '../protocol/decided.ts'
import { coverageOf, precisionOf } from '../protocol/serving.ts'

/** One bar of a curve, in shares. */
export interface CurvePoint {
  readonly coverage: number
  readonly precision: number
}

const points = 400
/** Fewer hits than this tell nothing of a share in a hundred. */
const leastHits = 20

/** Precision of the hits by how much is covered, pooled over splits; evenly thinned to what can be seen. */
export function curvePoints(decided: readonly Decided[]): readonly CurvePoint[] {
  const all = alongTheScore(decided).flatMap((serving): readonly CurvePoint[] => {
    const precision = precisionOf(serving)
    return precision === null || serving.hits < leastHits ? [] : [{ coverage: coverageOf(serving), precision }]
  })
  const thinned: CurvePoint[] = []
  for (const point of all) {
    const last = thinned.at(-1)
    if (last === undefined || point.coverage - last.coverage >= 1 / points || point === all.at(-1)) thinned.push(point)
  }
  return thinned
}
