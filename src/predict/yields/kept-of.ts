import type { PredictionArm } from '../../spec/predictor.ts'
import { isControl } from './arms.ts'
import { type Calibration, chanceOf, type Generation } from './calibration.ts'
import type { AskedOnce, Told } from './match-asks.ts'
import type { Outstanding } from './outstanding.ts'
import { predictorPriors } from './predictor-priors.ts'

/**
 * What the predictions that are out promised, and which asks met them: each ask counts for the arm alone that called what met it
 * likeliest, or several that repeat each other would all be believed for it.
 */
export function keptOf(generation: string, out: readonly Outstanding[], told: readonly Told[], calibration: Calibration): Generation {
  const promised = new Map<PredictionArm, number>()
  for (const { arm, probability } of out) if (!isControl(arm)) promised.set(arm, (promised.get(arm) ?? 0) + probability)
  const likeliest = new Map<AskedOnce, { readonly arm: PredictionArm; readonly chance: number }>()
  for (const { ask, prediction } of told) {
    const { arm, probability } = prediction
    if (isControl(arm)) continue
    const chance = chanceOf(calibration, arm, probability)
    const known = likeliest.get(ask)
    if (known === undefined || chance > known.chance || (chance === known.chance && isBefore(arm, known.arm)))
      likeliest.set(ask, { arm, chance })
  }
  const met = new Map<PredictionArm, number>()
  for (const { arm } of likeliest.values()) met.set(arm, (met.get(arm) ?? 0) + 1)
  return { generation, promised, met }
}

/** Of two that call it equally likely, the one that is likelier to be right before anything is known. */
function isBefore(arm: PredictionArm, other: PredictionArm): boolean {
  const [one, two] = [predictorPriors[arm].mean, predictorPriors[other].mean]
  return one > two || (one === two && arm < other)
}
