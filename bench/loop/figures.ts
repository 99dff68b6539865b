import type { Figure } from '../measurement.ts'

/** A number that must not exceed `most`. */
export function atMost(name: string, value: number | null, unit: string, most: number): Figure {
  return { name, value, unit, target: `≤ ${most}${unit === '' ? '' : ` ${unit}`}`, ...(value === null ? {} : { met: value <= most }) }
}

/** A number that must reach `least`. */
export function atLeast(name: string, value: number | null, unit: string, least: number): Figure {
  return { name, value, unit, target: `≥ ${least}${unit === '' ? '' : ` ${unit}`}`, ...(value === null ? {} : { met: value >= least }) }
}

/** A number that is only printed. */
export function printed(name: string, value: number | string | null, unit = ''): Figure {
  return { name, value, unit }
}

/** The value below which this share of the values lies; null of none. */
export function quantile(values: readonly number[], at: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(at * (sorted.length - 1))] ?? null
}

/** Percent, or null of nothing. */
export function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole
}
