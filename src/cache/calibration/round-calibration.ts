import type { Calibration, RiskPoint } from './calibration.ts'

const defaultDigits = 6

/**
 * A calibration with its coefficients at so many significant digits, to be kept as source text. The probabilities of its bars
 * are rounded down to so many decimals; where bars fall together the looser one's counts stay.
 */
export function roundCalibration(calibration: Calibration, digits: number = defaultDigits): Calibration {
  const round = (value: number) => Number(value.toPrecision(digits))
  const { intercept, weights, means, scales } = calibration.model
  const model = { intercept: round(intercept), weights: weights.map(round), means: means.map(round), scales: scales.map(round) }
  return { ...calibration, model, risk: roundedDown(calibration.risk, digits), own: roundedDown(calibration.own, digits) }
}

function roundedDown(risk: readonly RiskPoint[], digits: number): readonly RiskPoint[] {
  const unit = 10 ** digits
  const points = risk.map((point) => ({ ...point, probability: Math.floor(point.probability * unit) / unit }))
  return points.filter(({ probability }, at) => points[at + 1]?.probability !== probability)
}
