import { featuresOf } from '../features/feature-names.ts'
import type { Calibration } from './calibration.ts'
import { priorCalibration } from './prior.ts'

const noLabels = { public: 0, feedback: 0, shadow: 0, verifier: 0, synthetic: 0 } as const

/**
 * What decides before a scope has labels of its own. The shipped prior knows the cosines of the default embedder; for another
 * one it still ranks candidates, but no bar rests on it: each near match is judged until the scope's own labels hold one.
 */
export function priorOf(embedder: string): Calibration {
  const features = featuresOf(embedder)
  return features === priorCalibration.features ? priorCalibration : { ...priorCalibration, features, risk: [], labels: noLabels }
}
