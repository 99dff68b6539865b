import { describe, expect, it } from 'vitest'
import { dearestFactor, nextCheaper, type PriceWindow, priceNow, windowFactor } from './price-now.ts'

const price = { input: 2, output: 8, cachedInput: 0.5, batchFactor: 0.5, flexFactor: 0.4 }
/** 16:30 to 00:30 at half price. */
const night: PriceWindow = { cron: '30 16 * * *', hours: 8, factor: 0.5 }
const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 0, day, hour, minute)

describe('priceNow', () => {
  it('is the price, times the factor of the channel, times that of the window that is open', () => {
    const moment = { at: at(2, 12), windows: [night] }
    expect(priceNow(price, { channel: 'direct', ...moment })).toMatchObject({ input: 2, output: 8 })
    expect(priceNow(price, { channel: 'direct', at: at(2, 20), windows: [night] })).toMatchObject({
      input: 1,
      output: 4,
      cachedInput: 0.25,
    })
    expect(priceNow(price, { channel: 'flex', at: at(2, 20), windows: [night] })?.input).toBeCloseTo(0.4)
    expect(priceNow(price, { channel: 'batch', at: at(2, 20), windows: [night] })?.input).toBe(1)
    expect(priceNow({ input: 2, output: 8 }, { channel: 'batch', at: at(2, 20) })).toMatchObject({ input: 2 })
    expect(priceNow(null, { channel: 'direct', ...moment })).toBeNull()
  })

  it('opens a window at its minute and closes it after its hours, over midnight too', () => {
    const factors = [at(2, 16, 29), at(2, 16, 30), at(3, 0, 29), at(3, 0, 30)].map((time) => windowFactor([night], time))
    expect(factors).toEqual([1, 0.5, 0.5, 1])
  })

  it('knows when it will next be cheaper, also when a dear window ends', () => {
    expect(nextCheaper(at(2, 12), [night])).toEqual({ at: at(2, 16, 30), factor: 0.5 })
    expect(nextCheaper(at(2, 20), [night])).toBeNull()
    const peak: PriceWindow = { cron: '0 9 * * *', hours: 3, factor: 2 }
    expect(nextCheaper(at(2, 10), [peak])).toEqual({ at: at(2, 12), factor: 1 })
    expect(nextCheaper(at(2, 10), [])).toBeNull()
    expect(dearestFactor([peak], at(2, 8, 50), at(2, 9, 10))).toBe(2)
    expect(dearestFactor([night], at(3, 0, 20), at(3, 0, 25))).toBe(0.5)
  })

  it('names a cron expression that cannot be read', () => {
    expect(() => windowFactor([{ ...night, cron: 'at night' }], at(2, 12))).toThrow('at night')
  })
})
