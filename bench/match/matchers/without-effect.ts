import type { LogisticModel, MatchLabel } from '../../../src/cache/calibration/calibration.ts'
import { fitLogistic } from '../../../src/cache/calibration/fit-logistic.ts'
import { featureNames } from '../../../src/cache/features/feature-names.ts'

/** Every feature on the scale it has in these labels, and none with any effect. */
export function withoutEffect(labels: readonly MatchLabel[]): LogisticModel {
  const { means, scales } = fitLogistic(labels, { strength: 1e9 })
  return { intercept: 0, weights: featureNames.map(() => 0), means, scales }
}
