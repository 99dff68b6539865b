import { digest } from '../../spec/digest.ts'
import type { LabelSource, MatchLabel } from './calibration.ts'

/** A real label and the probability of a fit that saw nothing of its group. */
export interface HeldOutLabel {
  readonly probability: number
  readonly same: boolean
  readonly source: LabelSource
  readonly group: string
}

/** Sources whose labels were made by people or by what people were told; others only fit. */
export const realSources: ReadonlySet<LabelSource> = new Set<LabelSource>(['public', 'feedback', 'shadow'])

/**
 * Out-of-fold probabilities by k-fold cross-fitting over groups: each real label is scored by what was fitted without its
 * group. Groups are dealt to folds in the order of their digests, so the same labels are always split alike, whatever
 * their order. Labels that are not real fit, but are not returned.
 *
 * @param folds at least 2; where there are fewer groups, each is a fold. With a single group `fitTo` is given no labels.
 * @param fitTo fits on labels and returns how it scores features.
 */
export function crossFit(
  labels: readonly MatchLabel[],
  folds: number,
  fitTo: (labels: readonly MatchLabel[]) => (features: readonly number[]) => number,
): readonly HeldOutLabel[] {
  const order = [...new Set(labels.map(({ group }) => group))]
    .map((group) => ({ group, key: digest(group) }))
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
  const count = Math.min(Math.max(2, Math.floor(folds)), order.length)
  const foldOf = new Map(order.map(({ group }, at) => [group, at % count]))
  const heldOut: HeldOutLabel[] = []
  for (let fold = 0; fold < count; fold++) {
    const real = labels.filter(({ group, source }) => foldOf.get(group) === fold && realSources.has(source))
    if (real.length === 0) continue
    const score = fitTo(labels.filter(({ group }) => foldOf.get(group) !== fold))
    for (const { features, same, source, group } of real) heldOut.push({ probability: score(features), same, source, group })
  }
  return heldOut
}
