/** A straight line through values at equal steps, with the 95 % interval of its slope. */
export interface Slope {
  /** Change a step. */
  readonly slope: number
  readonly low: number
  readonly high: number
  readonly mean: number
}

/** Least squares with normal errors; the interval is infinite below four values. Values that drift together make it too narrow. */
export function slopeOf(values: readonly number[]): Slope {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, count)
  if (count < 2) return { slope: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, mean }
  const middle = (count - 1) / 2
  let [across, along] = [0, 0]
  for (const [at, value] of values.entries()) {
    across += (at - middle) ** 2
    along += (at - middle) * (value - mean)
  }
  const slope = along / across
  if (count < 4) return { slope, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, mean }
  const errors = values.reduce((sum, value, at) => sum + (value - mean - slope * (at - middle)) ** 2, 0)
  const half = studentsT(count - 2) * Math.sqrt(errors / (count - 2) / across)
  return { slope, low: slope - half, high: slope + half, mean }
}

/** The 97.5 % point of Student's t, to 1 % from 3 degrees on (Cornish and Fisher's expansion). */
function studentsT(degrees: number): number {
  const z = 1.959964
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) + third
}
