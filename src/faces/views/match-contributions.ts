import type { Calibration } from '../../cache/calibration/calibration.ts'
import type { FeatureView } from './match-view.ts'

/** Names of the features in their order, and the version they are of. */
export interface FeatureNames {
  readonly names: readonly string[]
  readonly version: string
}

/**
 * What each feature of a match did to the log-odds of a calibration, weightiest first: weight · (value − mean) / scale,
 * which with the intercept sum to the log-odds. Empty where the features are not as many as the calibration's.
 */
export function matchContributions(
  values: readonly number[] | null,
  calibration: Calibration | null,
  known: FeatureNames,
): readonly FeatureView[] {
  if (values === null || calibration === null || values.length !== calibration.model.weights.length) return []
  const { weights, means, scales } = calibration.model
  const isNamed = known.version === calibration.features && known.names.length === values.length
  return values
    .map((value, at) => ({
      feature: (isNamed ? known.names[at] : undefined) ?? `feature ${at + 1}`,
      value,
      contribution: ((weights[at] ?? 0) * (value - (means[at] ?? 0))) / (scales[at] ?? 1),
    }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
}
