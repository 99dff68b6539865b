import type { PredictionArm } from '../../spec/predictor.ts'
import { askedOrigins, type QuestionOrigin } from '../../spec/question.ts'
import { betaMean } from './beta.ts'
import { beliefOf, isCold, type Yields } from './yields.ts'

/** A question as its chances are told from. */
export interface Expected {
  /** Tells whether it is predicted now. */
  readonly id?: string
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
 * Probability that a question is asked before it expires. Of one that is predicted now, what is expected of it; of another
 * that people asked at most as much as of the least that is predicted, since it was left out. Else each origin's yield in its region, moved by how likely its
 * predictor called it against its other predictions; several origins together by noisy-or (Pearl 1988), all but the
 * likeliest discounted for not being independent. While less than 20 asks were seen it is raised into the upper half, in the same
 * order: then the budget limits what is prepared, not what is not known yet.
 */
export function probabilityOf(question: Expected, yields: Yields): number {
  const now = question.id === undefined ? undefined : yields.expected?.questions.get(question.id)
  const probability = now ?? Math.min(byOrigins(question, yields), leftOut(question, yields))
  return isCold(yields) ? coldProbability + (1 - coldProbability) * probability : probability
}

function byOrigins(question: Expected, yields: Yields): number {
  const chances = origins(question)
    .map((origin) => chanceBy(origin, question, yields))
    .sort((one, other) => other - one)
  const not = chances.reduce((left, chance, at) => left * (1 - chance) ** (at === 0 ? 1 : independence), 1)
  return within(1 - not)
}

/** What a question can have at most that people asked and nobody predicts who repeats what they ask: all of these left it out. */
function leftOut({ origins: named }: Expected, { expected }: Yields): number {
  if (expected === undefined || !named.some((origin) => askedOrigins.has(origin))) return 1
  const bounds = [...new Set([...named, ...askedOrigins])].flatMap((origin) => expected.least.get(origin) ?? [])
  return Math.min(1, ...bounds)
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
  // One that its predictor left out has only the probability it was drafted with, which is on no scale of the predictor's.
  if (yields.expected?.least.has(origin) === true) return within(mean * probability)
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
