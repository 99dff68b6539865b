import { describe, expect, it } from 'vitest'
import type { QuestionId } from '../../spec/ids.ts'
import { levelCosts } from './level-costs.ts'
import type { PlanFacts } from './plan-facts.ts'
import { beyondBudget, notWorthIt, planQuestions } from './plan-questions.ts'
import { planReceipt } from './plan-receipt.ts'
import type { ChangeRate } from './survival.ts'

const price = { input: 1, output: 4 }
const still: ChangeRate = { shape: 0.01, days: 1_000 }

function factsOf(changed: Partial<PlanFacts> & { readonly tokens?: number; readonly rate?: ChangeRate } = {}): PlanFacts {
  const { tokens = null, rate = still, ...rest } = changed
  const model = { price }
  return {
    settings: { model, budget: { tokens, micros: null } },
    terms: {
      costs: levelCosts([], model),
      latency: { live: 1_000, search: 5, embedding: 15 },
      ...{ valueOfSecond: 1_000, priceFactor: 1, horizonDays: 30, sameWords: 0.5 },
    },
    asks: 100,
    account: {
      asks: 100,
      hits: 50,
      spent: { calls: 0, tokens: 0, micros: 0, unpriced: 0 },
      saved: { asks: 0, tokens: 0, micros: 0, unpriced: 0, ms: 0 },
    },
    changes: { rateOf: () => rate },
    standing: new Map(),
    ...rest,
  }
}

const question = (id: string, probability: number, pinned = false) => {
  return { id: id as QuestionId, region: 'a.md', pinned, probability, asked: 0, missed: 0 }
}
const own = ({ probability }: { readonly probability: number }) => probability
const owed = [question('rare', 0.001), question('even', 0.5), question('sure', 0.99), question('pin', 0, true)]

describe('planQuestions', () => {
  it('prepares what is likely, leaves what is not, and what is pinned comes first whatever it is worth', () => {
    const { chosen, skipped, stopped } = planQuestions(factsOf(), owed, own)
    expect(chosen.filter(({ level }) => level >= 2).map((one) => one.question.id)).toEqual(['pin', 'sure'])
    expect(chosen.find((one) => one.question.id === 'sure')?.level).toBe(3)
    expect(skipped.find(({ reason }) => reason === notWorthIt)?.questions.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['rare', 'even']),
    )
    expect(stopped).toBeNull()
  })

  it('prepares everything in the order given while too little was asked, and everything by probability without a model', () => {
    const cold = planQuestions(factsOf({ asks: 19 }), owed, own)
    expect(cold.chosen.map((one) => one.question.id)).toEqual(['rare', 'even', 'sure', 'pin'])
    expect(cold.chosen.every(({ level }) => level === 3)).toBe(true)
    const facts = factsOf()
    const free = planQuestions({ ...facts, settings: { ...facts.settings, model: null } }, owed, own)
    expect(free.chosen.map((one) => one.question.id)).toEqual(['pin', 'sure', 'even', 'rare'])
  })

  it('prepares blind no more than a number that grows with the asks, whatever was paid for or is wanted aside', () => {
    const many = Array.from({ length: 400 }, (_, at) => question(`q${at}`, 0.5))
    const chosenOf = (facts: Partial<PlanFacts>) => planQuestions(factsOf(facts), many, own).chosen.length
    expect(chosenOf({ asks: 0 })).toBe(200)
    expect(chosenOf({ asks: 5 })).toBe(300)
    expect(planQuestions(factsOf({ asks: 0 }), many.slice(0, 200), own)).toMatchObject({ skipped: [], stopped: null })
    const explored = new Set(many.slice(100, 250).map(({ id }) => id as string))
    expect(chosenOf({ asks: 0, explored })).toBe(200)
    const wanted = [...many, { ...question('missed', 0.1), missed: 1 }, question('pin', 0, true)]
    const { chosen, skipped, stopped } = planQuestions(factsOf({ asks: 0 }), wanted, own)
    expect(chosen.slice(-2).map((one) => one.question.id)).toEqual(['missed', 'pin'])
    expect(skipped).toMatchObject([{ reason: stopped, questions: { length: 200 } }])
    expect(stopped).toContain('left until more is asked')
  })

  it('prepares nothing that a change would withdraw before it is asked', () => {
    const { chosen } = planQuestions(factsOf({ rate: { shape: 1_000, days: 10 } }), [question('sure', 0.9)], own)
    expect(chosen.every(({ level }) => level < 2)).toBe(true)
  })

  it('keeps to the budget and says what it left for it', () => {
    const many = Array.from({ length: 10 }, (_, at) => question(`q${at}`, 0.98))
    const { chosen, skipped, stopped } = planQuestions(factsOf({ tokens: 6_000 }), many, own)
    expect(chosen.reduce((sum, { value }) => sum + value.tokens, 0)).toBeLessThanOrEqual(6_000)
    expect(chosen.filter(({ level }) => level === 3)).toHaveLength(2)
    expect(skipped.map(({ reason, questions }) => [reason, questions.length])).toEqual([[beyondBudget, 8]])
    expect(stopped).toBe('the budget is used up')
  })

  it('spends nothing more where sleep did not pay, but for what is pinned', () => {
    const account = { ...factsOf().account, spent: { calls: 9, tokens: 9_000, micros: 9_000, unpriced: 0 } }
    const { chosen, stopped } = planQuestions(factsOf({ account }), owed, own)
    expect(chosen.filter(({ level }) => level >= 2).map((one) => one.question.id)).toEqual(['pin'])
    expect(stopped).toContain('below the floor of 1.00')
  })

  it('does not choose again what stands already', () => {
    const standing = new Map([['rare', { level: 1, isContinued: true } as const]])
    expect(planQuestions(factsOf({ standing }), [question('rare', 0.001)], own).chosen).toEqual([])
  })

  it('says that nothing was worth doing, and what would change it', () => {
    const facts = factsOf()
    const receipt = planReceipt(facts, planQuestions(facts, [question('rare', 0.001)], own))
    expect(receipt?.worth).toMatch(/^Nothing was worth doing: the question owed is worth less.* % likely to be asked\.$/)
    expect(planReceipt(facts, planQuestions(facts, [], own))).toBeNull()
  })
})
