import type { PredictionArm } from '../../spec/predictor.ts'
import { type Beta, betaMean } from './beta.ts'
import { coldStartAsks, predictorPriors, priorStrength } from './predictor-priors.ts'

/** How many predictions were settled, and how many of them were asked; decayed, so no integers. */
export interface Counts {
  readonly trials: number
  readonly credits: number
}

/** What is known of one arm. */
export interface ArmYield {
  /** Over the whole scope. */
  readonly overall: Counts
  readonly regions: ReadonlyMap<string, Counts>
  /** Mean probability it gave the predictions it has out, or null without one. */
  readonly meanProbability: number | null
  /** Mean time that the predictions it has out were given; absent: unknown. */
  readonly lifeMs?: number
  /** Trials that its predictions nobody has asked yet amount to by the time they had; absent: none. */
  readonly open?: number
  readonly openRegions?: ReadonlyMap<string, number>
}

/** What is predicted now. */
export interface Expectations {
  /** Probability that each is asked before its prediction runs out, by question. */
  readonly questions: ReadonlyMap<string, number>
  /** Of each arm, that of its least likely prediction. */
  readonly least: ReadonlyMap<PredictionArm, number>
}

/** What predictions came to in one scope, decayed to one moment. */
export interface Yields {
  /** Asks ever, whether or not their records are kept. */
  readonly asks: number
  readonly arms: ReadonlyMap<PredictionArm, ArmYield>
  /** Of predictions asked at least once: how many there are, and how often they were asked in all. */
  readonly repeats: { readonly asked: number; readonly asks: number }
  /** Absent: nothing is. */
  readonly expected?: Expectations
}

export const noYields: Yields = { asks: 0, arms: new Map(), repeats: { asked: 0, asks: 0 } }

/** Settled predictions in a region from which on it is believed to differ from the whole. */
export const leastRegionTrials = 20
/**
 * Trials that the whole scope weighs in a region's belief. At the least number of trials the region's own weigh two thirds:
 * enough that a dead region shows, not so much that 20 trials without an ask say "never".
 */
export const regionStrength = 10

/** Whether too little was asked to tell what sleeping yields. */
export function isCold({ asks }: Yields): boolean {
  return asks < coldStartAsks
}

/**
 * What is believed of the share of an arm's predictions that are asked. In a region with enough trials the belief about the
 * whole scope is the prior of the region's own (a hierarchy by empirical Bayes); elsewhere it is the scope's.
 */
export function beliefOf(yields: Pick<Yields, 'arms'>, arm: PredictionArm, region = ''): Beta {
  const known = yields.arms.get(arm)
  const overall = believed(predictorPriors[arm].mean, priorStrength, counting(known?.overall ?? none, known?.open))
  const own = region === '' ? undefined : known?.regions.get(region)
  return own === undefined || own.trials < leastRegionTrials
    ? overall
    : believed(betaMean(overall), regionStrength, counting(own, known?.openRegions?.get(region)))
}

function counting({ trials, credits }: Counts, open = 0): Counts {
  return { trials: trials + open, credits }
}

const none: Counts = { trials: 0, credits: 0 }

function believed(mean: number, strength: number, { trials, credits }: Counts): Beta {
  return { alpha: mean * strength + credits, beta: (1 - mean) * strength + Math.max(0, trials - credits) }
}
