import type { PredictionArm } from '../../spec/predictor.ts'
import type { Calibration } from './calibration.ts'
import { expectedQuestions } from './expected-questions.ts'
import { type Outstanding, partLived } from './outstanding.ts'
import type { Counts, Yields } from './yields.ts'

/** What yields are told from. */
export interface YieldParts {
  /** Asks ever. */
  readonly asks: number
  /** What was settled, decayed to `now`; region `''` is the whole scope. */
  readonly settled: readonly { readonly arm: PredictionArm; readonly region: string; readonly counts: Counts }[]
  readonly out: readonly Outstanding[]
  readonly calibration: Calibration
  /** Epoch ms. */
  readonly now: number
}

interface OpenYield {
  overall: Counts
  readonly regions: Map<string, Counts>
  meanProbability: number | null
  lifeMs: number
  open: number
  readonly openRegions: Map<string, number>
}

/**
 * Yields of what was settled, and of what is out: a prediction that nobody has asked yet counts by the part of its time that
 * it had, else only successes would be counted until the first ones run out.
 */
export function assembleYields({ asks, settled, out, calibration, now }: YieldParts): Yields {
  const arms = new Map<PredictionArm, OpenYield>()
  const of = (arm: PredictionArm): OpenYield => {
    const none = {
      overall: { trials: 0, credits: 0 },
      regions: new Map(),
      meanProbability: null,
      lifeMs: 0,
      open: 0,
      openRegions: new Map(),
    }
    const known = arms.get(arm) ?? none
    arms.set(arm, known)
    return known
  }
  for (const { arm, region, counts } of settled) {
    if (region === '') of(arm).overall = counts
    else of(arm).regions.set(region, counts)
  }
  for (const [arm, own] of Map.groupBy(out, (one) => one.arm)) {
    const known = of(arm)
    known.meanProbability = own.reduce((sum, { probability }) => sum + probability, 0) / own.length
    known.lifeMs = own.reduce((sum, { madeAt, expiresAt }) => sum + Math.max(0, expiresAt - madeAt), 0) / own.length
    for (const one of own) {
      if (one.askedAt !== null) continue
      const part = partLived(one, now)
      known.open += part
      known.openRegions.set(one.region, (known.openRegions.get(one.region) ?? 0) + part)
    }
  }
  const asked = out.filter(({ askedAt }) => askedAt !== null).length
  const repeats = { asked, asks: out.reduce((sum, one) => sum + one.asks, 0) }
  const yields = { asks, arms, repeats }
  return { ...yields, expected: expectedQuestions(yields, out, { calibration, now }) }
}
