import type { PredictionArm } from '../../spec/predictor.ts'
import type { QuestionOrigin } from '../../spec/question.ts'
import type { Random } from '../../spec/random.ts'
import { betaDraw, betaMean } from './beta.ts'
import { beliefOf, isCold, type Yields } from './yields.ts'

/** What a predictor may propose of a budget of questions. */
export interface BudgetShare {
  readonly predictor: QuestionOrigin
  readonly questions: number
  /** Of the whole, 0 to 1. */
  readonly share: number
  /** Probability that it yields more than both controls. */
  readonly aboveControls: number
  /** Whether it is held to the exploring floor. */
  readonly isHeld: boolean
  /** In words. */
  readonly why: string
}

export interface ShareOptions {
  readonly predictors: readonly QuestionOrigin[]
  /** Questions to be shared out. */
  readonly total: number
  /** What each has to propose; what one cannot use goes to the others. Absent: more than the total. */
  readonly proposed?: ReadonlyMap<QuestionOrigin, number>
  readonly random: Pick<Random, 'next'>
}

/** Below this a predictor that had enough trials is held to the floor. */
const leastAbove = 0.2
/** Settled predictions that are enough. */
export const leastTrials = 20
/** Part of the budget that any predictor keeps, so that one that becomes good is noticed. */
export const exploringFloor = 0.02
const draws = 400
const rivals: readonly PredictionArm[] = ['blind', 'recency']

/**
 * Shares a budget out by Thompson sampling (Thompson 1933): every draw takes one yield of each predictor from what is
 * believed of it, and splits by their squares. Squares, because the list of a predictor falls off: where what n predictions bring
 * grows with √n, as it roughly does for lists by falling probability, that split makes the last prediction of each worth
 * as much as that of any other. Whoever is not believed to beat both controls (blind and recency, which predict on paper
 * and cost nothing) within the time that its predictions have keeps the floor; so does what is drawn low. In a cold scope nobody is held.
 */
export function budgetShares(yields: Yields, { predictors, total, proposed, random }: ShareOptions): readonly BudgetShare[] {
  if (predictors.length === 0) return []
  const beliefs = predictors.map((predictor) => beliefOf(yields, predictor))
  const controls = rivals.filter((arm) => trialsOf(yields, arm) > 0).map((arm) => ({ arm, belief: beliefOf(yields, arm) }))
  const times = predictors.map((predictor) => controls.map(({ arm }) => sharedTime(yields, predictor, arm)))
  const wins = predictors.map(() => 0)
  const drawn: (readonly number[])[] = []
  for (let draw = 0; draw < draws; draw++) {
    const bars = controls.map(({ belief }) => betaDraw(belief, random))
    const sampled = beliefs.map((belief) => betaDraw(belief, random))
    for (const [at, rate] of sampled.entries())
      if (bars.every((bar, control) => rate > bar * (times[at]?.[control] ?? 1))) wins[at] = (wins[at] ?? 0) + 1
    drawn.push(sampled)
  }
  const above = wins.map((won) => won / draws)
  const held = predictors.map((predictor, at) => isBeaten(yields, predictor, above[at] ?? 0))
  const weights = predictors.map(() => 0)
  for (const sampled of drawn) {
    const squares = sampled.map((rate, at) => (held[at] === true ? 0 : rate * rate))
    const sum = squares.reduce((whole, square) => whole + square, 0)
    if (sum > 0) for (const [at, square] of squares.entries()) weights[at] = (weights[at] ?? 0) + square / sum / draws
  }
  const floor = Math.min(exploringFloor, 1 / predictors.length)
  const isAllHeld = held.every(Boolean)
  const free = 1 - floor * predictors.length
  // Where every one is beaten nobody earns the rest: it is not spent.
  const parts = weights.map((weight) => floor + (isAllHeld ? 0 : free * weight))
  const counts = withinProposed(whole(parts, Math.max(0, Math.floor(total))), parts, (at) => {
    const predictor = predictors[at]
    return (predictor === undefined ? undefined : proposed?.get(predictor)) ?? (proposed === undefined ? total : 0)
  })
  return predictors.map((predictor, at) => ({
    predictor,
    questions: counts[at] ?? 0,
    share: parts[at] ?? 0,
    aboveControls: above[at] ?? 0,
    isHeld: held[at] ?? false,
    why: reason(yields, predictor, above[at] ?? 0),
  }))
}

function isBeaten(yields: Yields, predictor: QuestionOrigin, above: number): boolean {
  // What a person pinned is prepared because it was pinned.
  if (predictor === 'pinned' || isCold(yields)) return false
  return trialsOf(yields, predictor) >= leastTrials && rivals.some((arm) => trialsOf(yields, arm) >= leastTrials) && above < leastAbove
}

/** The part of a control's time that a predictor's predictions have: within an hour a control brings less than within its week. */
function sharedTime(yields: Yields, predictor: QuestionOrigin, control: PredictionArm): number {
  const [own, other] = [yields.arms.get(predictor)?.lifeMs ?? 0, yields.arms.get(control)?.lifeMs ?? 0]
  return own <= 0 || other <= 0 ? 1 : Math.min(1, own / other)
}

/** Gives what some cannot use to those that can, in proportion to their parts. */
function withinProposed(counts: readonly number[], parts: readonly number[], proposed: (at: number) => number): readonly number[] {
  let given = counts.map((count, at) => Math.min(count, proposed(at)))
  for (let round = 0; round < counts.length; round++) {
    const left = counts.reduce((sum, count) => sum + count, 0) - given.reduce((sum, count) => sum + count, 0)
    const open = parts.map((part, at) => ((given[at] ?? 0) < proposed(at) ? part : 0))
    const all = open.reduce((sum, part) => sum + part, 0)
    if (left <= 0 || all <= 0) break
    const more = whole(
      open.map((part) => part / all),
      left,
    )
    given = given.map((count, at) => Math.min(proposed(at), count + (more[at] ?? 0)))
  }
  return given
}

function trialsOf(yields: Yields, arm: PredictionArm): number {
  return yields.arms.get(arm)?.overall.trials ?? 0
}

function reason(yields: Yields, predictor: QuestionOrigin, above: number): string {
  const trials = trialsOf(yields, predictor)
  const rate = `${(betaMean(beliefOf(yields, predictor)) * 100).toFixed(1)} %`
  if (predictor === 'pinned') return 'a person pinned it'
  if (isCold(yields)) return `too little was asked to tell; taken to yield ${rate}`
  if (trials < leastTrials) return `only ${Math.round(trials)} of its predictions are settled; taken to yield ${rate}`
  const best = rivals
    .filter((arm) => trialsOf(yields, arm) > 0)
    .map((arm) => ({ arm, rate: betaMean(beliefOf(yields, arm)) }))
    .sort((one, other) => other.rate - one.rate)[0]
  if (best === undefined) return `it yields ${rate}; there is nothing to compare it with yet`
  const compared = `it yields ${rate}, ${best.arm} ${(best.rate * 100).toFixed(1)} %`
  return isBeaten(yields, predictor, above) ? `${compared}: held to what it takes to notice that it improves` : compared
}

/** Whole numbers in proportion to the parts: the largest remainders get what rounding down leaves. Never more than parts of the total add up to. */
function whole(parts: readonly number[], total: number): readonly number[] {
  const exact = parts.map((part) => part * total)
  const counts = exact.map(Math.floor)
  const meant = Math.min(total, Math.round(exact.reduce((sum, part) => sum + part, 0)))
  const left = meant - counts.reduce((sum, count) => sum + count, 0)
  const byRemainder = exact.map((part, at) => ({ at, rest: part - Math.floor(part) })).sort((one, other) => other.rest - one.rest)
  for (const { at } of byRemainder.slice(0, Math.max(0, left))) counts[at] = (counts[at] ?? 0) + 1
  return counts
}
