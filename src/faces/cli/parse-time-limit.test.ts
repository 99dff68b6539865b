import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseClockTime, parseDuration } from './parse-time-limit.ts'

describe('a duration', () => {
  it('is hours, minutes and seconds', () => {
    expect(['30m', '2h', '1h30m', '90s', ' 45m '].map((text) => parseDuration(text, '--for'))).toEqual([
      1_800_000, 7_200_000, 5_400_000, 90_000, 2_700_000,
    ])
  })

  it('that cannot be read says how to write one', () => {
    for (const text of ['', '30', '0m', '-5m', '1.5h', '30 m', 'm', '30min', '200h', '1e3s', '٣m', 'an hour'])
      expect(() => parseDuration(text, '--for'), text).toThrow(expect.objectContaining({ code: 'bad-argument' }))
    expect(() => parseDuration('30', '--for')).toThrow('--for is "30"')
  })
})

describe('a time of day', () => {
  const zone = process.env.TZ
  beforeEach(() => {
    process.env.TZ = 'Europe/Berlin'
  })
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })
  const next = (text: string, now: string) => new Date(parseClockTime(text, Date.parse(now), '--until')).toISOString()

  it('is the next one here: later today, else tomorrow', () => {
    expect(next('06:00', '2026-01-15T22:30:00+01:00')).toBe('2026-01-16T05:00:00.000Z')
    expect(next('23:15', '2026-01-15T22:30:00+01:00')).toBe('2026-01-15T22:15:00.000Z')
    expect(next('6:05', '2026-01-15T03:00:00+01:00')).toBe('2026-01-15T05:05:00.000Z')
    // Asked at that very time it is tomorrow's: a sleep of no length is not meant.
    expect(next('06:00', '2026-01-15T06:00:00+01:00')).toBe('2026-01-16T05:00:00.000Z')
  })

  it('is what clocks show over a change to and from summer time', () => {
    expect(next('06:00', '2026-03-28T22:00:00+01:00')).toBe('2026-03-29T04:00:00.000Z')
    expect(next('06:00', '2026-10-24T22:00:00+02:00')).toBe('2026-10-25T05:00:00.000Z')
  })

  it('that the change leaves out is within an hour of it, that night', () => {
    const at = parseClockTime('02:30', Date.parse('2026-03-28T22:00:00+01:00'), '--until')
    expect(at).toBeGreaterThanOrEqual(Date.parse('2026-03-29T01:00:00Z'))
    expect(at).toBeLessThanOrEqual(Date.parse('2026-03-29T02:00:00Z'))
  })

  it('that cannot be read says how to write one', () => {
    for (const text of ['', '6', '25:00', '24:00', '06:60', '6am', '06:00:00', '-1:00', '06.00'])
      expect(() => parseClockTime(text, 0, '--until'), text).toThrow(expect.objectContaining({ code: 'bad-argument' }))
  })
})
