import { describe, expect, it } from 'vitest'
import { capsFrom } from './caps-from.ts'
import { runCap } from './spend-cap.ts'

const price = { input: 1, output: 2 }

describe('capsFrom', () => {
  it('holds a priced model to a dollar a sleep and a dollar of asks a day, and no other', () => {
    expect(capsFrom({}, price)).toEqual({
      sleep: [{ tokens: null, usd: 1, per: 'cause', setting: 'budget' }],
      ask: [{ tokens: null, usd: 1, per: 'day', setting: 'askBudget' }],
    })
    expect(capsFrom({}, null)).toEqual({ sleep: [], ask: [] })
    expect(capsFrom({}, { input: 0, output: 0 })).toEqual({ sleep: [], ask: [] })
  })

  it('makes a cap of every window and purpose, those of everywhere for both sides', () => {
    const caps = {
      sleep: { day: { usd: 2 }, month: { usd: 20, tokens: 9 }, purposes: { verify: { tokens: 5 } } },
      everywhere: { month: { usd: 30 } },
    }
    const { sleep, ask } = capsFrom({ budget: { tokens: 100 }, caps }, price)
    const whole = { tokens: null, usd: 30, per: 'month', where: 'everywhere', setting: 'caps.everywhere.month' }
    expect(sleep).toEqual([
      { tokens: 100, usd: null, per: 'cause', setting: 'budget' },
      { tokens: null, usd: 2, per: 'day', setting: 'caps.sleep.day' },
      { tokens: 9, usd: 20, per: 'month', setting: 'caps.sleep.month' },
      { tokens: 5, usd: null, per: 'day', purpose: 'verify', setting: 'caps.sleep.purposes.verify' },
      whole,
    ])
    expect(ask).toEqual([{ tokens: null, usd: 1, per: 'day', setting: 'askBudget' }, whole])
    expect(runCap(sleep)).toEqual({ tokens: 9, usd: 2 })
  })

  it('lets a cap of the same window take the place of the default', () => {
    const { sleep, ask } = capsFrom({ caps: { sleep: { run: { usd: 5 } }, ask: { day: { usd: 3 } } } }, price)
    expect([...sleep, ...ask].map(({ usd }) => usd)).toEqual([5, 3])
    expect(capsFrom({ budget: { usd: 2 }, caps: { sleep: { run: { usd: 5 } } } }, price).sleep).toHaveLength(2)
  })
})
