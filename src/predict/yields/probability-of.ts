import type { PredictionArm } from '../../spec/predictor.ts'
import type { QuestionOrigin } from '../../spec/question.ts'
import { betaMean } from './beta.ts'
import { beliefOf, isCold, type Yields } from './yields.ts'

/** A question as its chances are told from. */
export interface Expected {
  readonly origins: readonly QuestionOrigin[]
  readonly region: string
  /** As its predictor gave it. */
  readonly probability: number
}

/** How much of what a predictor says of one question beyond its mean is believed: half of the distance in log-odds. */
const trust = 0.5
/**
 * What a further origin adds of what it would if it were independent. Predictors work from the same asks and documents:
 * two that name one question are no two witnesses.
 */
const independence = 0.5
/** In a scope where too little was asked to tell, nothing is less likely than this. */
const coldProbability = 0.5
const limits = { least: 0.001, most: 0.99 } as const

/**
 * Probability that a question is asked before it expires. Each origin's yield in its region, moved by how likely its
 * predictor called it against its other predictions; several origins together by noisy-or (Pearl 1988), all but the
 * likeliest discounted for not being independent. While less than 20 asks were seen it is raised into the upper half, in the same
 * order: then the budget limits what is prepared, not what is not known yet.
 */
export function probabilityOf(question: Expected, yields: Yields): number {
  const chances = origins(question)
    .map((origin) => chanceBy(origin, question, yields))
    .sort((one, other) => other - one)
  const not = chances.reduce((left, chance, at) => left * (1 - chance) ** (at === 0 ? 1 : independence), 1)
  const probability = within(1 - not)
  return isCold(yields) ? coldProbability + (1 - coldProbability) * probability : probability
}

/** Asks a question that is asked at all gets, before anything is known of this scope, and the trials that weighs. */
const usualRepeats = 1.5
const repeatStrength = 10
/** The same where too little was asked to tell: so many that preparing an answer and checking it is worth its price. */
const coldAsks = 10

/** How often a question is expected to be asked before it expires. */
export function expectedAsks(question: Expected, yields: Yields): number {
  const { asked, asks } = yields.repeats
  const repeats = (usualRepeats * repeatStrength + asks) / (repeatStrength + asked)
  return probabilityOf(question, yields) * (isCold(yields) ? Math.max(coldAsks, repeats) : Math.max(1, repeats))
}

function chanceBy(origin: PredictionArm, { region, probability }: Expected, yields: Yields): number {
  const mean = within(betaMean(beliefOf(yields, origin, region)))
  const usual = within(yields.arms.get(origin)?.meanProbability ?? 0.5)
  const odds = logit(mean) + trust * (logit(within(probability)) - logit(usual))
  return within(1 / (1 + Math.exp(-odds)))
}

/** A question without an origin is one that the documents give rise to. */
function origins({ origins: named }: Expected): readonly QuestionOrigin[] {
  return named.length === 0 ? ['structure'] : [...new Set(named)]
}

function within(probability: number): number {
  return Math.min(limits.most, Math.max(limits.least, probability))
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}
