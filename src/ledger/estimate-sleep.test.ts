import { describe, expect, it } from 'vitest'
import { estimateSleep } from './estimate-sleep.ts'
import { sleepCap } from './spend-cap.ts'

describe('estimateSleep', () => {
  it('is nothing for nothing, and grows with documents and questions', () => {
    expect(estimateSleep({ documents: 0, characters: 0, questions: 0 }, { input: 1, output: 2 })).toEqual({ calls: 0, tokens: 0, usd: 0 })
    const size = { documents: 85, characters: 363_633, questions: 300 }
    const estimate = estimateSleep(size, { input: 0.1, output: 0.5 })
    expect(estimate.calls).toBe(770)
    expect(estimate.tokens).toBeGreaterThan(size.characters / 4)
    expect(estimate.usd).toBeGreaterThan(0.01)
    expect(estimateSleep(size, null).usd).toBeNull()
    const withKeys = estimateSleep({ ...size, keyed: { answers: 40, keysEach: 11 } }, { input: 0.1, output: 0.5 })
    expect(withKeys.calls).toBe(770 + 40 * 12)
    expect(withKeys.tokens).toBeGreaterThan(estimate.tokens + 40 * 12 * 500)
    expect(withKeys.usd ?? 0).toBeGreaterThan(estimate.usd ?? 0)
  })

  it('adds up over parts of the work', () => {
    const price = { input: 1, output: 4 }
    const none = { documents: 0, characters: 0, questions: 0 }
    const whole = { groups: 6, seeded: 5, compared: 3, checked: 2 }
    const parts = [{ groups: 6 }, { seeded: 5 }, { compared: 3 }, { checked: 2 }].map((part) => estimateSleep({ ...none, ...part }, price))
    const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0)
    const all = estimateSleep({ ...none, ...whole }, price)
    expect(all).toMatchObject({ calls: 6 + 5 + 9 + 6, tokens: sum(({ tokens }) => tokens) })
    expect(all.usd).toBeCloseTo(
      sum(({ usd }) => usd ?? 0),
      9,
    )
  })
})

describe('sleepCap', () => {
  it('stops a priced model at a dollar unless a budget says otherwise', () => {
    expect(sleepCap({ input: 1, output: 2 })).toEqual({ tokens: null, usd: 1, per: 'cause', setting: 'budget' })
    expect(sleepCap({ input: 1, output: 2 }, { usd: 0.25 })).toEqual({ tokens: null, usd: 0.25, per: 'cause', setting: 'budget' })
    expect(sleepCap({ input: 1, output: 2 }, { tokens: 5000 })).toEqual({ tokens: 5000, usd: null, per: 'cause', setting: 'budget' })
  })

  it('leaves a model that costs nothing, or whose price is unknown, to the tokens given', () => {
    expect(sleepCap({ input: 0, output: 0 })).toBeNull()
    expect(sleepCap(null)).toBeNull()
    expect(sleepCap(null, { tokens: 9 })).toEqual({ tokens: 9, usd: null, per: 'cause', setting: 'budget' })
  })
})
