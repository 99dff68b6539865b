import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { ReverieError } from '../../spec/errors.ts'
import type { LogisticModel, MatchLabel } from './calibration.ts'

export interface FitLogisticOptions {
  /** What the fit is pulled towards, in its own standardisation; without one, towards no effect of any feature. */
  readonly prior?: LogisticModel
  /**
   * How many labels the prior is worth, above 0. A label as informative as one can be (an even guess, its feature one
   * scale from the mean) holds a Fisher information of ¼ on a weight; the prior's precision is `strength` of these.
   */
  readonly strength: number
  /** What a label counts for, 0 or more; 1 each where not given. */
  readonly weightOf?: (label: MatchLabel) => number
}

const maxSteps = 60
const settled = 1e-9

/**
 * L2-regularised logistic regression by Newton's method with a line search (iteratively reweighted least squares). With a
 * prior it is the maximum a posteriori around the prior's coefficients: few labels move it a little, many take over.
 * Separable labels and constant features are no trouble, since the penalty keeps every weight finite.
 *
 * @returns the prior itself where there are no labels.
 * @throws ReverieError `bad-argument` on a strength or weight that is none, on features that are not finite or not as many
 * as the prior's, and on no labels without a prior.
 */
export function fitLogistic(labels: readonly MatchLabel[], { prior, strength, weightOf }: FitLogisticOptions): LogisticModel {
  if (!(strength > 0 && Number.isFinite(strength))) throw refused(`a prior's strength is a number above 0, not ${strength}`)
  const counted = labels
    .map((label) => ({ label, weight: weightOf === undefined ? 1 : weightOf(label) }))
    .filter(({ weight }) => weight !== 0)
  const [first] = counted
  if (first === undefined) {
    if (prior === undefined) throw refused('there is nothing to fit on: neither labels nor a prior')
    return prior
  }
  const width = prior === undefined ? first.label.features.length : prior.weights.length
  const features = readFeatures(counted, width)
  const weights = Float64Array.from(counted, ({ weight }) => weight)
  const { means, scales } = prior ?? standardisation(features, weights, width)
  for (let at = 0; at < features.length; at++) {
    const column = at % width
    features[at] = ((features[at] ?? 0) - (means[column] ?? 0)) / (scales[column] ?? 1)
  }
  const precision = strength / 4
  const problem: Problem = {
    features,
    weights,
    same: Uint8Array.from(counted, ({ label }) => (label.same ? 1 : 0)),
    width,
    centre: prior === undefined ? new Float64Array(width + 1) : Float64Array.from([...prior.weights, prior.intercept]),
    // How often labels are right is theirs to say; one label's worth keeps it finite where all of them agree.
    precisions: new Float64Array(width + 1).fill(precision).fill(prior === undefined ? Math.min(precision, 0.25) : precision, width),
  }
  const solution = minimise(problem)
  return { intercept: solution[width] ?? 0, weights: [...solution.subarray(0, width)], means: [...means], scales: [...scales] }
}

interface Problem {
  /** Standardised, row by row. */
  readonly features: Float64Array
  readonly weights: Float64Array
  readonly same: Uint8Array
  readonly width: number
  /** Weights with the intercept behind them, as the penalty wants them. */
  readonly centre: Float64Array
  readonly precisions: Float64Array
}

function minimise(problem: Problem): Float64Array {
  let current = problem.centre
  let loss = lossOf(problem, current)
  for (let step = 0; step < maxSteps; step++) {
    const { gradient, curvature } = derivatives(problem, current)
    const direction = new CholeskyDecomposition(curvature).solve(Matrix.columnVector(gradient)).to1DArray()
    const decrement = direction.reduce((sum, value, at) => sum + value * (gradient[at] ?? 0), 0)
    if (decrement < settled) break
    let length = 1
    let next = moved(current, direction, length)
    let nextLoss = lossOf(problem, next)
    while (nextLoss > loss - 0.25 * length * decrement && length > 1e-6) {
      length /= 2
      next = moved(current, direction, length)
      nextLoss = lossOf(problem, next)
    }
    if (!(nextLoss < loss)) break
    current = next
    loss = nextLoss
  }
  return current
}

function derivatives({ features, weights, same, width, centre, precisions }: Problem, at: Float64Array) {
  const size = width + 1
  const gradient = Array.from(precisions, (precision, one) => precision * ((at[one] ?? 0) - (centre[one] ?? 0)))
  const flat = new Float64Array(size * size)
  const row = new Float64Array(size).fill(1)
  for (let label = 0; label < same.length; label++) {
    row.set(features.subarray(label * width, (label + 1) * width))
    const probability = 1 / (1 + Math.exp(-product(row, at)))
    const weight = weights[label] ?? 0
    const error = weight * (probability - (same[label] ?? 0))
    const information = weight * probability * (1 - probability)
    for (let one = 0; one < size; one++) {
      const value = row[one] ?? 0
      if (value === 0) continue
      gradient[one] = (gradient[one] ?? 0) + error * value
      const scaled = information * value
      for (let two = 0, start = one * size; two <= one; two++) flat[start + two] = (flat[start + two] ?? 0) + scaled * (row[two] ?? 0)
    }
  }
  const curvature = Matrix.zeros(size, size)
  for (let one = 0; one < size; one++)
    for (let two = 0; two <= one; two++) {
      const value = (flat[one * size + two] ?? 0) + (one === two ? (precisions[one] ?? 0) : 0)
      curvature.set(one, two, value)
      curvature.set(two, one, value)
    }
  return { gradient, curvature }
}

function lossOf({ features, weights, same, width, centre, precisions }: Problem, at: Float64Array): number {
  let loss = 0
  for (let one = 0; one <= width; one++) loss += ((precisions[one] ?? 0) / 2) * ((at[one] ?? 0) - (centre[one] ?? 0)) ** 2
  for (let label = 0; label < same.length; label++) {
    let logit = at[width] ?? 0
    for (let one = 0, start = label * width; one < width; one++) logit += (features[start + one] ?? 0) * (at[one] ?? 0)
    const margin = same[label] === 1 ? logit : -logit
    loss += (weights[label] ?? 0) * (Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))))
  }
  return loss
}

function moved(from: Float64Array, direction: readonly number[], length: number): Float64Array {
  return from.map((value, at) => value - length * (direction[at] ?? 0))
}

function product(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let at = 0; at < left.length; at++) sum += (left[at] ?? 0) * (right[at] ?? 0)
  return sum
}

function readFeatures(counted: readonly { readonly label: MatchLabel; readonly weight: number }[], width: number): Float64Array {
  const features = new Float64Array(counted.length * width)
  counted.forEach(({ label, weight }, row) => {
    if (!(weight > 0 && Number.isFinite(weight))) throw refused(`a label weighs 0 or more, not ${weight}`)
    if (label.features.length !== width) throw refused(`a label has ${label.features.length} features where ${width} were expected`)
    for (const feature of label.features) if (!Number.isFinite(feature)) throw refused(`a feature is a finite number, not ${feature}`)
    features.set(label.features, row * width)
  })
  return features
}

/** Weighted means and standard deviations; what never varies is left as it is, so that its weight stays at the prior's. */
function standardisation(features: Float64Array, weights: Float64Array, width: number) {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const means = new Array<number>(width).fill(0)
  const squares = new Array<number>(width).fill(0)
  for (let at = 0; at < features.length; at++) {
    const column = at % width
    means[column] = (means[column] ?? 0) + ((features[at] ?? 0) * (weights[(at - column) / width] ?? 0)) / total
  }
  for (let at = 0; at < features.length; at++) {
    const column = at % width
    const off = (features[at] ?? 0) - (means[column] ?? 0)
    squares[column] = (squares[column] ?? 0) + (off * off * (weights[(at - column) / width] ?? 0)) / total
  }
  const scales = squares.map((square, column) => {
    const deviation = Math.sqrt(square)
    return deviation > 1e-9 * Math.max(1, Math.abs(means[column] ?? 0)) ? deviation : 1
  })
  return { means, scales }
}

function refused(message: string): ReverieError {
  return new ReverieError('bad-argument', message, { hint: 'Fit only on labels whose features were made by one version of them.' })
}
