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

  it('spends no more than the purse before enough was asked, but for what is pinned', () => {
    const many = Array.from({ length: 400 }, (_, at) => question(`q${at}`, 0.5))
    const { costs } = factsOf().terms
    const cold = (left: number | null, mandate: 'hand' | 'schedule' = 'hand') => {
      const { settings, ...facts } = factsOf({ asks: 0, purse: { left, why: 'nothing came again' } })
      return planQuestions({ ...facts, settings: { ...settings, mandate } }, [...many, question('pin', 0, true)], own)
    }
    expect(cold(null).chosen).toHaveLength(401)
    const { chosen, skipped, stopped } = cold(100.5 * costs.levels[3].cost)
    expect(chosen).toHaveLength(101)
    expect(chosen.at(-1)?.question.id).toBe('pin')
    expect(skipped).toMatchObject([{ reason: 'nothing came again', questions: { length: 300 } }])
    expect(stopped).toBe('nothing came again')
    expect(cold(0, 'schedule').chosen.map((one) => one.question.id)).toEqual(['pin'])
  })

  it('goes by what was asked alone where it began by itself before enough was asked', () => {
    const facts = factsOf({ asks: 5, purse: { left: 1_000_000, why: '' }, near: { asks: new Map([['asked', 3]]), days: 2 } })
    const plan = planQuestions(
      { ...facts, settings: { ...facts.settings, mandate: 'schedule' } },
      [{ ...question('asked', 0.9), asked: 1 }, question('likely', 0.9)],
      own,
    )
    expect(plan.chosen.map(({ question: { id }, level }) => [id, level])).toEqual([['asked', 3]])
    expect(plan.skipped).toMatchObject([{ reason: plan.stopped, questions: [{ id: 'likely' }] }])
    expect(plan.stopped).toContain('too little was asked yet')
  })

  it('weighs what was asked by the asks it would have served, not by its probability', () => {
    const near = {
      asks: new Map([
        ['wanted', 3],
        ['covered', 0],
      ]),
      days: 10,
    }
    const asked = [
      { ...question('wanted', 0.01), asked: 1 },
      { ...question('covered', 0.9), asked: 1 },
    ]
    const standing = new Map([['covered', { level: 2, isContinued: true } as const]])
    const { chosen } = planQuestions(factsOf({ near, standing }), asked, own)
    expect(chosen.filter(({ level }) => level === 3).map((one) => one.question.id)).toEqual(['wanted'])
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

  it('spends nothing more than sleeping has earned, but for what is pinned', () => {
    const { chosen, skipped, stopped } = planQuestions(factsOf({ purse: { left: 0, why: 'it has spent what it earned' } }), owed, own)
    expect(chosen.filter(({ level }) => level >= 2).map((one) => one.question.id)).toEqual(['pin'])
    expect(stopped).toBe('it has spent what it earned')
    expect(skipped.find(({ reason }) => reason === stopped)?.questions.map(({ id }) => id)).toContain('sure')
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
