import { describe, expect, it } from 'vitest'
import type { BalanceView } from '../reverie.ts'
import { type AdviceInput, adviceOn, breakEvenOf } from './economy-advice.ts'

interface Sides {
  readonly asks?: number
  readonly spent?: number
  readonly saved?: number
  readonly seconds?: number
  /** Dollars a token; null: unknown. */
  readonly price?: number | null
}

/** A balance whose dollars follow from its tokens. */
function balance({ asks = 100, spent = 0, saved = 0, seconds = 0, price = 1e-6 }: Sides = {}): BalanceView {
  const usd = (tokens: number) => (price === null ? null : tokens * price)
  return {
    ...{ asks, hits: 0, spent: { tokens: spent, usd: usd(spent) }, saved: { tokens: saved, usd: usd(saved), seconds } },
    net: { tokens: saved - spent, usd: price === null ? null : (saved - spent) * price + seconds * 0.001 },
  }
}

const nothingWasted = { count: 0, tokens: 0, usd: 0 }

function advice(sides: Sides, over: Partial<AdviceInput> = {}) {
  const both = { recent: balance(sides), ever: balance(sides) }
  return adviceOn({ ...both, wasted: nothingWasted, hasModel: true, returnFloor: 1, valueOfSecond: 0.001, ...over })
}

describe('adviceOn', () => {
  it('has nothing to advise against where nothing is spent', () => {
    expect(advice({ asks: 0 }, { hasModel: false }).verdict).toBe('free')
    expect(advice({ asks: 100 }).verdict).toBe('go-on')
    expect(advice({ asks: 100 }).text).toContain('nothing was spent asleep')
  })

  it('waits for enough asks, also where a model was named once', () => {
    expect(advice({ asks: 19, spent: 9_000 })).toEqual({
      verdict: 'too-early',
      text: 'too early to tell: 19 of 20 asks in the last 30 days',
    })
    expect(advice({ asks: 19, spent: 9_000 }, { hasModel: false }).verdict).toBe('too-early')
  })

  it('stops below the floor, and counts waiting for what it is worth', () => {
    const stop = advice({ spent: 10_000, saved: 9_000 })
    expect(stop.verdict).toBe('stop')
    expect(stop.text).toContain('each dollar spent asleep saved 0.90 in the last 30 days, below the floor of 1.00')
    expect(advice({ spent: 10_000, saved: 9_000, seconds: 10 }).verdict).toBe('go-on')
    expect(advice({ spent: 10_000, saved: 20_000 }, { returnFloor: 3 }).verdict).toBe('stop')
    expect(advice({ spent: 1_000_000, saved: 13 }).text).toContain('saved 0.00001')
  })

  it('says less where it hardly pays, or where much of it was in vain', () => {
    const hardly = advice({ spent: 10_000, saved: 11_000 })
    expect(hardly.verdict).toBe('sleep-less')
    expect(hardly.text).toContain('hardly above the floor')
    const vain = advice({ spent: 10_000, saved: 50_000 }, { wasted: { count: 6, tokens: 6_000, usd: 0.006 } })
    expect(vain.verdict).toBe('sleep-less')
    expect(vain.text).toContain('60 % of what was spent was never asked for')
  })

  it('goes on where it pays', () => {
    expect(advice({ spent: 10_000, saved: 20_000 })).toEqual({
      verdict: 'go-on',
      text: 'go on: each dollar spent asleep saved 2.00 in the last 30 days',
    })
  })

  it('takes a token for a millionth of a dollar where a price is unknown', () => {
    expect(advice({ spent: 10_000, saved: 20_000, price: null }).text).toContain('saved 2.00')
    expect(advice({ spent: 10_000, saved: 5_000, seconds: 10, price: null }).verdict).toBe('go-on')
  })
})

describe('breakEvenOf', () => {
  it('has nothing to pay back, or has paid back', () => {
    expect(breakEvenOf(balance(), balance()).asks).toBe(0)
    const paid = balance({ spent: 10, saved: 10 })
    expect(breakEvenOf(paid, paid)).toEqual({ asks: 0, text: 'it has paid back' })
  })

  it('counts the asks that are left at the rate of late', () => {
    const recent = balance({ asks: 50, spent: 0, saved: 50_000 })
    expect(breakEvenOf(recent, balance({ spent: 100_000, saved: 90_000 }))).toEqual({
      asks: 10,
      text: "at today's rate it pays back after 10 more asks",
    })
    const unpriced = balance({ asks: 50, spent: 0, saved: 50_000, price: null })
    expect(breakEvenOf(unpriced, balance({ spent: 100_000, saved: 90_000 })).asks).toBe(10)
  })

  it('is never where nothing is saved', () => {
    const ever = balance({ spent: 100_000 })
    expect(breakEvenOf(balance({ asks: 0 }), ever).asks).toBeNull()
    expect(breakEvenOf(balance({ asks: 10, spent: 100_000, saved: -5 }), ever)).toEqual({
      asks: null,
      text: 'never at this rate: nothing was saved in the last 30 days',
    })
  })
})
