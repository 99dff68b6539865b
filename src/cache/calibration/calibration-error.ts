/** How far probabilities are from what came true; lower is better in each. */
export interface CalibrationError {
  /** Mean negative log-likelihood in nats. */
  readonly logLoss: number
  /** Mean squared difference between probability and outcome. */
  readonly brier: number
  /** Expected calibration error: mean difference between probability and frequency over bins of equally many labels. */
  readonly ece: number
}

const defaultBins = 15
/** A certain and wrong probability costs this much less than everything. */
const leastProbability = 1e-12

/**
 * Log-loss, Brier score (1950) and expected calibration error (Naeini, Cooper & Hauskrecht 2015, with equally filled bins) of
 * held-out probabilities. All three are 0 for no labels.
 */
export function calibrationError(
  scored: readonly { readonly probability: number; readonly same: boolean }[],
  bins: number = defaultBins,
): CalibrationError {
  const sorted = scored.toSorted((left, right) => left.probability - right.probability)
  const n = Math.max(1, sorted.length)
  let logLoss = 0
  let brier = 0
  const differences = new Array<number>(bins).fill(0)
  sorted.forEach(({ probability, same }, at) => {
    logLoss -= Math.log(Math.max(leastProbability, same ? probability : 1 - probability)) / n
    const off = probability - (same ? 1 : 0)
    brier += off ** 2 / n
    const bin = Math.floor((at * bins) / n)
    differences[bin] = (differences[bin] ?? 0) + off / n
  })
  return { logLoss, brier, ece: differences.reduce((sum, difference) => sum + Math.abs(difference), 0) }
}
