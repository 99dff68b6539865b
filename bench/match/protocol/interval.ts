import { createRequire } from 'node:module'

// Its CommonJS build is ready at once; the ES module of the same package compiles itself later.
const { incbi, stdtri }: typeof import('cephes', { with: { 'resolution-mode': 'require' }}) = createRequire(import.meta.url)('cephes')

/** A mean of shares with its 95 % interval, both in [0, 1]. */
export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly least: number
  readonly most: number
  readonly count: number
}

/**
 * Mean over repeated half-and-half splits with a 95 % t interval whose variance allows for the splits sharing their data
 * (corrected resampling: C. Nadeau, Y. Bengio, Inference for the Generalization Error, Machine Learning 52, 2003). Null of
 * nothing; a single value is its own interval.
 */
export function overSplits(values: readonly number[]): Interval | null {
  const count = values.length
  if (count === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const variance = count < 2 ? 0 : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  const testToTrain = 1
  const reach = count < 2 ? 0 : stdtri(count - 1, 0.975) * Math.sqrt(variance * (1 / count + testToTrain))
  return {
    mean,
    low: Math.max(0, mean - reach),
    high: Math.min(1, mean + reach),
    least: Math.min(...values),
    most: Math.max(...values),
    count,
  }
}

/** A share with its exact two-sided 95 % interval (C. Clopper, E. Pearson, Biometrika 26, 1934); counts may be averages. */
export interface Share {
  readonly share: number
  readonly low: number
  readonly high: number
}

/** Null of nothing. */
export function exactShare(part: number, whole: number): Share | null {
  if (whole <= 0) return null
  const others = whole - part
  return {
    share: part / whole,
    low: part <= 0 ? 0 : incbi(part, others + 1, 0.025),
    high: others <= 0 ? 1 : incbi(part + 1, others, 0.975),
  }
}
