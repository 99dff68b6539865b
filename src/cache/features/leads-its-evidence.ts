import { featureNames } from './feature-names.ts'

const known = featureNames.indexOf('evidenceKnown')
const first = featureNames.indexOf('evidenceFirst')

/** Whether no passage of the scope is nearer to the question than what the entry cites; true where none was looked at. */
export function leadsItsEvidence(features: readonly number[]): boolean {
  return features[known] !== 1 || features[first] === 1
}
