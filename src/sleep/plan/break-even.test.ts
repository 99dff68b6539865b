import { expect, it } from 'vitest'
import { breakEvenProbability } from './break-even.ts'
import { levelValues } from './choose-level.ts'
import { levelCosts } from './level-costs.ts'
import type { PlanFacts } from './plan-facts.ts'

function factsOf(valueOfSecond: number, over: Partial<PlanFacts['terms']> = {}): PlanFacts {
  const model = { price: { input: 1, output: 4 } }
  const balance = { tokens: 0, micros: 0, unpriced: 0 }
  return {
    settings: { model, budget: { tokens: null, micros: null } },
    terms: {
      costs: levelCosts([], model),
      latency: { live: 3_000, search: 5, embedding: 15 },
      ...{ valueOfSecond, priceFactor: 1, horizonDays: 30, sameWords: 0.5 },
      ...over,
    },
    asks: 100,
    account: { asks: 100, hits: 0, spent: { calls: 0, ...balance }, saved: { asks: 0, ms: 0, ...balance } },
    changes: { rateOf: () => ({ shape: 0.5, days: 100 }) },
    standing: new Map(),
  }
}

const answerAt = (facts: PlanFacts, p: number) =>
  levelValues(p, facts.changes.rateOf(''), facts.terms).find(({ level }) => level === 3)?.net

it('is the probability at which an answer begins to be worth its price', () => {
  const facts = factsOf(1_000)
  const least = breakEvenProbability(facts)
  if (least === null) throw new Error('it is worth it at some probability')
  expect(answerAt(facts, least + 1e-6)).toBeGreaterThan(0)
  expect(answerAt(facts, least - 1e-6)).toBeLessThan(0)
})

it('falls with cheaper calls and with the value of waiting, and is null where nothing is ever worth it', () => {
  const usual = breakEvenProbability(factsOf(1_000)) ?? 1
  expect(breakEvenProbability(factsOf(1_000, { priceFactor: 0.5 }))).toBeLessThan(usual)
  expect(breakEvenProbability(factsOf(10_000))).toBeLessThan(usual)
  expect(breakEvenProbability(factsOf(0, { priceFactor: 50 }))).toBeNull()
})
