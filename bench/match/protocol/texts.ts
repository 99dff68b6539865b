import { exactShare, type Interval, overSplits, type Share } from './interval.ts'
import { coverageOf, type Serving, sumOf } from './serving.ts'

/** `71.0 % [55.3–86.7], splits 58.6–83.1`. */
export function intervalText({ mean, low, high, least, most, count }: Interval): string {
  return count < 2
    ? `${percentText(mean)} %`
    : `${shareText({ share: mean, low, high })}, splits ${percentText(least)}–${percentText(most)}`
}

/** `98.6 % [97.2–99.4]`. */
export function shareText({ share, low, high }: Share): string {
  return `${percentText(share)} % [${percentText(low)}–${percentText(high)}]`
}

/**
 * What was served of each measured half. Every ask is measured once a split, so pooled counts are divided by the splits:
 * repeating the same asks makes no interval narrower.
 */
export function servingText(perHalf: readonly Serving[], splits: number): string {
  const pooled = sumOf(perHalf)
  if (pooled.hits === 0) return 'serves nothing'
  const coverage = overSplits(perHalf.map(coverageOf))
  const right = exactShare((pooled.hits - pooled.wrong) / splits, pooled.hits / splits)
  const foreign = pooled.asks - pooled.answerable
  return [
    `covers ${coverage === null ? '–' : shareText({ share: coverage.mean, low: coverage.low, high: coverage.high })}`,
    `right ${right === null ? '–' : shareText(right)} of hits`,
    `wrong ${percentText(pooled.wrong / pooled.asks)} % of asks`,
    ...(foreign === 0 ? [] : [`unanswerable served ${percentText(pooled.foreignHits / foreign)} %`]),
  ].join(', ')
}

export function percentText(share: number): string {
  return (100 * share).toFixed(Math.abs(share) < 0.0095 || (share > 0.9905 && share < 1) ? 2 : 1)
}
