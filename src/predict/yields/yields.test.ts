import { describe, expect, test } from 'vitest'
import type { PredictionArm } from '../../spec/predictor.ts'
import { questionOrigins } from '../../spec/question.ts'
import { seededRandom } from '../../testing/seeded-random.ts'
import { dayMs } from '../predictors/time-spans.ts'
import { assembleYields } from './assemble-yields.ts'
import { betaMean, betaQuantile } from './beta.ts'
import { budgetShares } from './budget-shares.ts'
import { chanceOf, recalibrate, uncalibrated } from './calibration.ts'
import { decayCounts, yieldHalfLifeMs } from './decay-counts.ts'
import { predictorPriors } from './predictor-priors.ts'
import { expectedAsks, probabilityOf } from './probability-of.ts'
import { beliefOf, type Counts, leastRegionTrials, noYields, type Yields } from './yields.ts'

const arm = (trials: number, credits: number, regions: Readonly<Record<string, Counts>> = {}, meanProbability: number | null = null) => ({
  overall: { trials, credits },
  regions: new Map(Object.entries(regions)),
  meanProbability,
})

function yieldsOf(arms: Partial<Record<PredictionArm, ReturnType<typeof arm>>>, asks = 20): Yields {
  return { ...noYields, asks, arms: new Map(Object.entries(arms)) as Yields['arms'] }
}

describe('what is believed', () => {
  test('is the prior before anything was seen, and every origin has one', () => {
    for (const origin of questionOrigins) expect(betaMean(beliefOf(noYields, origin))).toBeCloseTo(predictorPriors[origin].mean, 12)
  })

  test('follows a region only from 20 settled predictions there, and then is between it and the whole', () => {
    const few = yieldsOf({ recurrence: arm(200, 100, { a: { trials: leastRegionTrials - 1, credits: 0 } }) })
    expect(betaMean(beliefOf(few, 'recurrence', 'a'))).toBe(betaMean(beliefOf(few, 'recurrence')))
    const enough = yieldsOf({ recurrence: arm(200, 100, { a: { trials: leastRegionTrials, credits: 0 } }) })
    const own = betaMean(beliefOf(enough, 'recurrence', 'a'))
    expect(own).toBeGreaterThan(0.1)
    expect(own).toBeLessThan(0.25)
    expect(betaMean(beliefOf(enough, 'recurrence', 'elsewhere'))).toBe(betaMean(beliefOf(enough, 'recurrence')))
  })

  test('halves its counts in a half-life, and neither loses nor gains by a clock set back', () => {
    const counts = { trials: 8, credits: 4 }
    expect(decayCounts(counts, 0, yieldHalfLifeMs)).toEqual({ trials: 4, credits: 2 })
    expect(decayCounts(counts, 1_000 * dayMs, 0)).toEqual(counts)
  })

  test('is calibrated: its 90 % interval holds the true rate in about nine of ten scopes', () => {
    const random = seededRandom(5)
    let held = 0
    for (let scope = 0; scope < 400; scope++) {
      const rate = 0.05 + 0.5 * random.next()
      let credits = 0
      for (let trial = 0; trial < 80; trial++) if (random.next() < rate) credits += 1
      const belief = beliefOf(yieldsOf({ transitions: arm(80, credits) }), 'transitions')
      if (betaQuantile(belief, 0.05) <= rate && rate <= betaQuantile(belief, 0.95)) held += 1
    }
    expect(held / 400).toBeGreaterThan(0.85)
    expect(held / 400).toBeLessThan(0.96)
  })
})

describe('the probability of being asked', () => {
  const question = { origins: ['recurrence'], region: '', probability: 0.4 } as const
  const known = yieldsOf({ recurrence: arm(400, 80, {}, 0.4), misses: arm(400, 40, {}, 0.4) })

  test('is its predictor’s yield where it is as likely as its others, and more where it is likelier', () => {
    expect(probabilityOf(question, known)).toBeCloseTo(betaMean(beliefOf(known, 'recurrence')), 6)
    expect(probabilityOf({ ...question, probability: 0.8 }, known)).toBeGreaterThan(0.3)
    expect(probabilityOf({ ...question, probability: 0.05 }, known)).toBeLessThan(0.12)
  })

  test('rises with a second origin, by less than if the two were independent', () => {
    const [one, other] = [probabilityOf(question, known), probabilityOf({ ...question, origins: ['misses'] }, known)]
    const both = probabilityOf({ ...question, origins: ['misses', 'recurrence'] }, known)
    expect(both).toBeGreaterThan(one)
    expect(both).toBeLessThan(1 - (1 - one) * (1 - other))
    expect(probabilityOf({ ...question, origins: ['recurrence', 'recurrence'] }, known)).toBe(one)
  })

  test('in a cold scope is at least a half, in the same order, and so many asks are expected that the budget is what holds', () => {
    const cold = { ...known, asks: 19 }
    const [low, high] = [0.05, 0.8].map((probability) => probabilityOf({ ...question, probability }, cold))
    expect(low).toBeGreaterThanOrEqual(0.5)
    expect(high).toBeGreaterThan(low ?? 1)
    expect(expectedAsks(question, cold)).toBeGreaterThan(4)
    expect(expectedAsks(question, known)).toBeLessThan(1)
  })

  test('is a probability whatever it is given', () => {
    for (const probability of [0, 1, 2, -1])
      for (const origins of [[], [...questionOrigins]])
        expect(probabilityOf({ origins, region: 'x', probability }, known)).toSatisfy((value: number) => value > 0 && value < 1)
  })

  test('expects repeats as they were seen', () => {
    const repeated = { ...known, repeats: { asked: 100, asks: 500 } }
    expect(expectedAsks(question, repeated) / expectedAsks(question, known)).toBeCloseTo(515 / 110 / 1.5, 6)
  })
})

describe('what is predicted now', () => {
  const out = (arm: PredictionArm, question: string, probability: number, madeAt = 0) => {
    return { arm, question, text: question, region: '', probability, madeAt, expiresAt: madeAt + 10 * dayMs, askedAt: null, asks: 0 }
  }
  const parts = { asks: 20, settled: [], calibration: uncalibrated }

  test('counts against its predictor by the time it had: not only successes are counted before the first run out', () => {
    const predictions = Array.from({ length: 40 }, (_, at) => out('recurrence', `q${at}`, 0.5))
    const settled = [{ arm: 'recurrence' as const, region: '', counts: { trials: 10, credits: 10 } }]
    const at = (now: number) => betaMean(beliefOf(assembleYields({ ...parts, settled, out: predictions, now }), 'recurrence'))
    expect(at(0)).toBeGreaterThan(0.75)
    expect(at(5 * dayMs)).toBeCloseTo((10 + 4 * 0.3) / (10 + 4 + 20), 6)
  })

  test('is ordered by whose predictions come true, at the amounts that the yields say', () => {
    const calibration = { generation: 'g', arms: { recurrence: { promised: 100, met: 0 }, conversation: { promised: 1, met: 3 } } }
    const yields = assembleYields({
      ...parts,
      calibration,
      out: [
        out('recurrence', 'often', 0.9),
        out('recurrence', 'seldom', 0.2),
        out('conversation', 'next', 0.1),
        out('recency', 'paper', 0.9),
      ],
      now: 0,
    })
    const chance = (id: string) => probabilityOf({ id, origins: ['asked'], region: '', probability: 0.9 }, yields)
    expect(chance('next')).toBeGreaterThan(chance('often'))
    expect(chance('often')).toBeGreaterThan(chance('seldom'))
    // On paper only: nobody else expects it.
    expect(chance('paper')).toBeLessThanOrEqual(chance('seldom'))
  })

  test('keeps its order where amounts are equal, and is a probability', () => {
    const many = Array.from({ length: 500 }, (_, at) => out('recurrence', `q${at}`, 0.999 - at / 1e6))
    const settled = [{ arm: 'recurrence' as const, region: '', counts: { trials: 10, credits: 10 } }]
    const { expected } = assembleYields({ ...parts, settled, out: many, now: 0 })
    const chances = many.map(({ question }) => expected?.questions.get(question) ?? 0)
    for (const [at, chance] of chances.entries()) expect(chance > 0 && chance < (chances[at - 1] ?? 1)).toBe(true)
  })

  test('a generation is promised once, however often it is told of, and fades with the next', () => {
    const promised = new Map([['recurrence' as const, 4]])
    const met = new Map([['recurrence' as const, 1]])
    const once = recalibrate(uncalibrated, { generation: 'a', promised, met })
    const twice = recalibrate(once, { generation: 'a', promised, met })
    expect(twice.arms.recurrence).toEqual({ promised: 4, met: 2 })
    expect(recalibrate(twice, { generation: 'b', promised: new Map(), met: new Map() }).arms.recurrence?.promised).toBeCloseTo(3.88, 6)
    expect(chanceOf(twice, 'recurrence', 0.6)).toBeCloseTo((0.6 * 4) / 6, 6)
    expect(chanceOf(uncalibrated, 'misses', 0.6)).toBe(0.6)
  })
})

describe('shares of a budget', () => {
  const share = (yields: Yields, total = 200) =>
    new Map(
      budgetShares(yields, { predictors: ['recurrence', 'structure', 'commits'], total, random: seededRandom(3) }).map((one) => [
        one.predictor,
        one,
      ]),
    )

  test('add up to the budget, go mostly to what yields most, and hold what does not beat the controls to the floor', () => {
    const shares = share(
      yieldsOf({ recurrence: arm(100, 40), structure: arm(100, 1), commits: arm(100, 15), blind: arm(100, 1), recency: arm(100, 10) }),
    )
    expect([...shares.values()].reduce((sum, { questions }) => sum + questions, 0)).toBe(200)
    expect(shares.get('recurrence')).toMatchObject({ isHeld: false, why: expect.stringContaining('recency 1') })
    expect(shares.get('recurrence')?.questions).toBeGreaterThan(shares.get('commits')?.questions ?? 200)
    expect(shares.get('structure')).toMatchObject({ isHeld: true, questions: 4, why: expect.stringContaining('held to') })
  })

  test('hold nobody in a cold scope, nor before enough of it is settled', () => {
    const arms = { recurrence: arm(100, 40), structure: arm(100, 0), commits: arm(5, 0), blind: arm(100, 1), recency: arm(100, 30) }
    for (const one of share(yieldsOf(arms, 19)).values()) expect(one.isHeld).toBe(false)
    expect(share(yieldsOf(arms)).get('commits')).toMatchObject({ isHeld: false, why: expect.stringContaining('only 5') })
  })

  test('give what one has no use for to those that have', () => {
    const proposed = new Map([['recurrence', 500] as const, ['structure', 1] as const])
    const shares = budgetShares(noYields, {
      predictors: ['pinned', 'recurrence', 'structure'],
      total: 100,
      proposed,
      random: seededRandom(3),
    })
    expect(shares.map(({ questions }) => questions)).toEqual([0, 99, 1])
  })

  test('hold nobody for bringing less in an hour than a control does in a week', () => {
    const arms = { conversation: arm(100, 5), recency: arm(100, 14), blind: arm(100, 0) }
    const hours = { conversation: 1, recency: 168, blind: 168 }
    const yields = (isTold: boolean): Yields => {
      const timed = Object.entries(arms).map(
        ([name, one]) =>
          [name as PredictionArm, isTold ? { ...one, lifeMs: (hours[name as keyof typeof hours] * dayMs) / 24 } : one] as const,
      )
      return { ...noYields, asks: 20, arms: new Map(timed) }
    }
    const isHeld = (isTold: boolean) =>
      budgetShares(yields(isTold), { predictors: ['conversation'], total: 10, random: seededRandom(3) })[0]?.isHeld
    expect([isHeld(false), isHeld(true)]).toEqual([true, false])
  })

  test('spend only the floors where nothing beats the controls', () => {
    const shares = share(
      yieldsOf({ recurrence: arm(90, 0), structure: arm(90, 0), commits: arm(90, 0), blind: arm(90, 2), recency: arm(90, 60) }),
    )
    expect([...shares.values()].map(({ questions }) => questions)).toEqual([4, 4, 4])
    expect(budgetShares(noYields, { predictors: [], total: 9, random: seededRandom() })).toEqual([])
    expect([...share(noYields, 0).values()].every(({ questions }) => questions === 0)).toBe(true)
  })
})

describe('over a stream', () => {
  /** Days of predicting by share, settled the day after; `rates` of a day are the true yields. */
  function simulate(days: number, rates: (day: number) => Partial<Record<PredictionArm, number>>, seed: number) {
    const random = seededRandom(seed)
    const counts = new Map<PredictionArm, Counts>()
    const shares: Record<string, number>[] = []
    for (let day = 0; day < days; day++) {
      const arms = new Map([...counts].map(([name, overall]) => [name, { overall, regions: new Map(), meanProbability: null }]))
      const given = budgetShares(
        { ...noYields, asks: 20, arms },
        { predictors: ['transitions', 'structure', 'commits'], total: 100, random },
      )
      shares.push(Object.fromEntries(given.map(({ predictor, share }) => [predictor, share])))
      const paper = [
        { predictor: 'blind' as const, questions: 30 },
        { predictor: 'recency' as const, questions: 30 },
      ]
      for (const { predictor, questions } of [...given, ...paper]) {
        const before = decayCounts(counts.get(predictor) ?? { trials: 0, credits: 0 }, 0, dayMs)
        let credits = 0
        for (let one = 0; one < questions; one++) if (random.next() < (rates(day)[predictor] ?? 0)) credits += 1
        counts.set(predictor, { trials: before.trials + questions, credits: before.credits + credits })
      }
    }
    return shares
  }
  const usual = { transitions: 0.3, structure: 0.01, commits: 0.12, blind: 0.02, recency: 0.1 }

  test.each([1, 2, 3])('the good predictor gains and the useless one loses (seed %i)', (seed) => {
    const shares = simulate(40, () => usual, seed)
    const [first, last] = [shares[0], shares.at(-1)]
    expect(last?.transitions).toBeGreaterThan(Math.max(0.6, first?.transitions ?? 1))
    expect(last?.structure).toBeCloseTo(0.02, 6)
    expect(last?.transitions).toBeGreaterThan(2 * (last?.commits ?? 1))
  })

  test.each([1, 2, 3])('one that becomes good later regains its budget (seed %i)', (seed) => {
    const shares = simulate(220, (day) => (day < 60 ? usual : { ...usual, structure: 0.5 }), seed)
    expect(shares[59]?.structure).toBeCloseTo(0.02, 6)
    expect(shares.at(-1)?.structure).toBeGreaterThan(0.4)
  })
})
