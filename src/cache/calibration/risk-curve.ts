import type { LabelSource, RiskPoint } from './calibration.ts'

/** A held-out label with the probability that a fit without it gave. */
export interface Scored {
  readonly probability: number
  readonly same: boolean
  readonly source?: LabelSource
}

const defaultPoints = 60
/** Above 1: finer where bars are strict, since a few per cent of all labels may be all that a strict promise can serve. */
const density = 1.5

/**
 * Hits and wrong ones at or above each of at most `points` probabilities, strictest first; the last point counts every
 * label. The probabilities are quantiles of those seen, so that they depend on no outcome. Where sources are given, each
 * point counts its hits by them too.
 */
export function riskCurve(scored: readonly Scored[], points: number = defaultPoints): readonly RiskPoint[] {
  const probabilities = scored.map(({ probability }) => probability).toSorted((left, right) => right - left)
  const grid = new Set<number>()
  for (let point = 1; point <= points; point++) {
    const probability = probabilities[Math.ceil((point / points) ** density * probabilities.length) - 1]
    if (probability !== undefined) grid.add(probability)
  }
  return riskAlong([...grid], scored)
}

/** Hits and wrong ones at or above given probabilities, which are strictest first. */
export function riskAlong(grid: readonly number[], scored: readonly Scored[]): readonly RiskPoint[] {
  const sorted = scored.toSorted((left, right) => right.probability - left.probability)
  const bySource: Partial<Record<LabelSource, number>> = {}
  let hits = 0
  let wrong = 0
  return grid.map((probability) => {
    for (let label = sorted[hits]; label !== undefined && label.probability >= probability; label = sorted[hits]) {
      hits++
      if (!label.same) wrong++
      if (label.source !== undefined) bySource[label.source] = (bySource[label.source] ?? 0) + 1
    }
    return { probability, hits, wrong, ...(Object.keys(bySource).length > 0 && { bySource: { ...bySource } }) }
  })
}
