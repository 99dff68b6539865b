import type { PredictionArm } from '../../spec/predictor.ts'
import { isControl } from './arms.ts'
import { betaMean } from './beta.ts'
import { type Calibration, chanceOf } from './calibration.ts'
import type { Outstanding } from './outstanding.ts'
import { beliefOf, type Expectations, type Yields } from './yields.ts'

const step = 1e-7
const limits = { least: 0.0001, most: 0.99 } as const

/**
 * How likely each question that is predicted now is asked before its prediction runs out. How likely such questions are
 * at all is what their predictors yielded, each prediction by how its probability stands to the mean of its predictor's; which
 * of them come first is told by the calibration, since the same yield within an hour comes sooner than within a week. So
 * the amounts are those of the yields, in the order of the calibrated chances.
 */
export function expectedQuestions(
  yields: Pick<Yields, 'arms' | 'asks'>,
  out: readonly Outstanding[],
  { calibration, now }: { readonly calibration: Calibration; readonly now: number },
): Expectations {
  const amounts = new Map<string, number>()
  const chances = new Map<string, number>()
  const arms = new Map<string, Set<PredictionArm>>()
  for (const { arm, question, region, probability, expiresAt } of out) {
    if (isControl(arm) || expiresAt <= now) continue
    const usual = yields.arms.get(arm)?.meanProbability ?? probability
    const amount = usual > 0 ? (probability * betaMean(beliefOf(yields, arm, region))) / usual : 0
    amounts.set(question, Math.max(amounts.get(question) ?? 0, Math.min(limits.most, Math.max(limits.least, amount))))
    chances.set(question, Math.max(chances.get(question) ?? 0, chanceOf(calibration, arm, probability)))
    arms.set(question, (arms.get(question) ?? new Set()).add(arm))
  }
  const likeliest = [...chances].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
  const falling = [...amounts.values()].sort((one, other) => other - one)
  // Equal amounts would lose the order.
  const questions = new Map(likeliest.map(([question], at) => [question, (falling[at] ?? limits.least) * (1 - step * at)]))
  const least = new Map<PredictionArm, number>()
  for (const [question, named] of arms) for (const arm of named) least.set(arm, Math.min(least.get(arm) ?? 1, questions.get(question) ?? 1))
  return { questions, least }
}
