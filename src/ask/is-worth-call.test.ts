import { describe, expect, it } from 'vitest'
import { type CallStake, isWorthCall, optionalCalls } from './is-worth-call.ts'

const stake = (more: Partial<CallStake>): CallStake => ({
  kind: 'edit',
  outcomes: { tried: 0, paid: 0 },
  liveCost: 2000,
  hitCost: 0,
  callCost: 1500,
  ...more,
})

describe('whether a call is worth its cost', () => {
  it.each(optionalCalls)('a few of kind %s are tried whatever they cost, and then no more where none paid', (kind) => {
    let tried = 0
    while (tried < 100 && isWorthCall(stake({ kind, outcomes: { tried, paid: 0 } }))) tried += 1
    expect(tried).toBeGreaterThanOrEqual(4)
    expect(tried).toBeLessThanOrEqual(10)
  })

  it('goes on while what it spares is more than what it costs', () => {
    expect(isWorthCall(stake({ outcomes: { tried: 20, paid: 19 } }))).toBe(true)
    expect(isWorthCall(stake({ outcomes: { tried: 20, paid: 10 } }))).toBe(false)
    expect(isWorthCall(stake({ outcomes: { tried: 20, paid: 10 }, callCost: 300 }))).toBe(true)
  })

  it('counts only what a live answer costs beyond the prepared one, and never pays for nothing', () => {
    expect(isWorthCall(stake({ outcomes: { tried: 20, paid: 19 }, hitCost: 600 }))).toBe(false)
    expect(isWorthCall(stake({ outcomes: { tried: 20, paid: 20 }, liveCost: 0, callCost: 0 }))).toBe(false)
  })
})
