import { levelValues } from './choose-level.ts'
import type { PlanFacts } from './plan-facts.ts'

const rounds = 40

/**
 * The least probability of being asked at which an answer in the average region is worth preparing; null where it never is.
 * By bisection: an answer's worth rises with its probability.
 */
export function breakEvenProbability(facts: PlanFacts): number | null {
  const rate = facts.changes.rateOf('')
  const isWorth = (p: number) => levelValues(p, rate, facts.terms).some(({ level, net }) => level === 3 && net > 0)
  if (!isWorth(0.99)) return null
  let low = 0
  let high = 0.99
  for (let round = 0; round < rounds; round++) {
    const middle = (low + high) / 2
    if (isWorth(middle)) high = middle
    else low = middle
  }
  return high
}
