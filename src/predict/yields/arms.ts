import type { ControlArm, PredictionArm } from '../../spec/predictor.ts'

const controls: Readonly<Record<ControlArm, true>> = { blind: true, recency: true, frequency: true }

/** Whether an arm predicts on paper only. */
export function isControl(arm: PredictionArm): arm is ControlArm {
  return arm in controls
}
