import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idleRefusal, nextWindow, windowMs } from './idle-windows.ts'

const free = { loadPerCore: 0.1, onBattery: false }
const always = { windows: [], maxLoad: 0.7, onBattery: false }
const nightly = ['0 22 * * *']

let zone: string | undefined

beforeEach(() => {
  zone = process.env.TZ
  process.env.TZ = 'Europe/Berlin'
})

afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

/** Local time of the machine. */
const at = (text: string) => new Date(text).getTime()

describe('windows', () => {
  it('without any it is always open', () => {
    expect(nextWindow(at('2026-03-01T12:00'), [])).toBe(null)
    expect(idleRefusal(at('2026-03-01T12:00'), free, always)).toBe(null)
  })

  it('open for an hour from each of their times', () => {
    const opens = at('2026-03-01T22:00')
    for (const now of [opens, opens + 1, opens + windowMs - 1]) expect(nextWindow(now, nightly), `${now - opens}`).toBe(now)
    expect(nextWindow(opens - 1, nightly)).toBe(opens)
    expect(nextWindow(opens + windowMs, nightly)).toBe(at('2026-03-02T22:00'))
    expect(idleRefusal(at('2026-03-01T12:00'), free, { ...always, windows: nightly })).toBe('its window opens at 2026-03-01 22:00')
  })

  it('of several the first decides', () => {
    expect(nextWindow(at('2026-03-01T12:00'), ['0 22 * * *', '30 13 * * *'])).toBe(at('2026-03-01T13:30'))
  })

  it('keep local time when the clocks change, and open also in the night that has no such hour', () => {
    // Berlin goes from 02:00 to 03:00 on 29 March 2026, and back from 03:00 to 02:00 on 25 October.
    expect(new Date(at('2026-07-01T00:00')).getTimezoneOffset()).toBe(-120)
    expect(nextWindow(at('2026-03-28T23:00'), ['0 22 * * *'])).toBe(at('2026-03-29T22:00'))
    expect(at('2026-03-29T22:00') - at('2026-03-28T22:00')).toBe(23 * 3_600_000)
    const skipped = nextWindow(at('2026-03-29T00:00'), ['30 2 * * *'])
    expect(skipped).toBeGreaterThanOrEqual(at('2026-03-29T03:00'))
    expect(skipped).toBeLessThanOrEqual(at('2026-03-29T04:00'))
    const twice = nextWindow(at('2026-10-25T00:00'), ['30 2 * * *']) ?? 0
    expect(twice).toBeLessThan(at('2026-10-25T03:30'))
    expect(idleRefusal(twice, free, { ...always, windows: ['30 2 * * *'] })).toBe(null)
  })

  it('that lie in the past say so', () => {
    expect(idleRefusal(at('2026-03-01T12:00'), free, { ...always, windows: ['2020-01-01T00:00:00'] })).toBe(
      'none of its windows ever opens again',
    )
  })

  it('that cannot be read are refused with what to write', () => {
    for (const window of ['', 'at night', '99 22 * * *', '0 22 * *']) {
      const reading = () => idleRefusal(at('2026-03-01T12:00'), free, { ...always, windows: [window] })
      expect(reading, window).toThrow(expect.objectContaining({ code: 'bad-config', hint: expect.stringContaining('0 22 * * *') }))
    }
  })
})

describe('the machine', () => {
  const now = 1_000
  it('on battery waits unless allowed; one without a battery, or unknown, does not', () => {
    expect(idleRefusal(now, { ...free, onBattery: true }, always)).toBe('the machine runs on battery')
    expect(idleRefusal(now, { ...free, onBattery: true }, { ...always, onBattery: true })).toBe(null)
    expect(idleRefusal(now, { ...free, onBattery: null }, always)).toBe(null)
  })

  it('waits while it is busy, and says how busy', () => {
    expect(idleRefusal(now, { ...free, loadPerCore: 0.71 }, always)).toBe('the machine is busy (load 0.71 a core, 0.7 allowed)')
    expect(idleRefusal(now, { ...free, loadPerCore: 0.7 }, always)).toBe(null)
    expect(idleRefusal(now, { ...free, loadPerCore: null }, always)).toBe(null)
  })
})
