import { describe, expect, it } from 'vitest'
import type { SoakSample } from './sample.ts'
import { takeSample } from './sample.ts'
import { slopeOf } from './slope.ts'
import { grownTables } from './table-rows.ts'
import { soakFigures } from './verdicts.ts'

const megabyte = 1_048_576

function month(of: (day: number) => Partial<SoakSample>): readonly SoakSample[] {
  return Array.from({ length: 30 }, (_, at) => ({
    day: at + 1,
    asks: at * 10,
    rssBytes: 300 * megabyte,
    // A little up and down, as a real process has.
    heapBytes: (60 + (at % 3)) * megabyte,
    externalBytes: 20 * megabyte,
    resources: at % 2,
    descriptors: 40 + (at % 2),
    databaseBytes: 8 * megabyte,
    ...of(at),
  }))
}

const verdicts = (samples: readonly SoakSample[]) =>
  Object.fromEntries(soakFigures(samples, null, 10).map(({ name, met }) => [name.replace(/^.*?: /, '').split(',')[0], met]))

describe('the soak’s verdicts', () => {
  it('passes what goes up and down', () => {
    expect(new Set(Object.values(verdicts(month(() => ({})))))).toEqual(new Set([true]))
  })

  it('finds a heap, handles and a database that grow', () => {
    const grown = verdicts(
      month((day) => ({ heapBytes: (60 + day) * megabyte, descriptors: 40 + day, databaseBytes: (8 + day) * megabyte })),
    )
    expect(grown).toMatchObject({ 'heap after collection': false, 'open files': false, database: false, resident: true })
  })

  it('compares the end with the same database opened anew', () => {
    const samples = month(() => ({}))
    const [last] = samples.slice(-1)
    const above = (heap: number) =>
      soakFigures(samples, last === undefined ? null : { ...last, heapBytes: heap * megabyte }, null).find(({ name }) =>
        name.includes('anew'),
      )
    expect(above(60)?.met).toBe(true)
    expect(above(40)?.met).toBe(false)
  })

  it('gives a slope with its interval', () => {
    const { slope, low, high } = slopeOf([1, 3, 5, 7, 9])
    expect([slope, low, high]).toEqual([2, 2, 2])
    const noisy = slopeOf([1, 4, 4, 8, 8])
    expect(noisy.slope).toBeCloseTo(1.8)
    // t of 3 degrees is 3.182, the standard error 0.3464.
    expect(noisy.high - noisy.slope).toBeCloseTo(3.182 * 0.3464, 1)
    expect(slopeOf([1, 2]).high).toBe(Number.POSITIVE_INFINITY)
  })

  it('names the tables that grew, most first', () => {
    const before = new Map([
      ['asks', 5],
      ['keys', 9],
    ])
    const after = new Map([
      ['asks', 7],
      ['keys', 9],
      ['ledger', 30],
    ])
    expect(grownTables(before, after)).toBe('ledger +30 (30), asks +2 (7)')
  })

  it('samples this process', () => {
    const sample = takeSample(1, 0, '/nowhere/reverie.db')
    expect(sample.heapBytes).toBeGreaterThan(megabyte)
    expect(sample.databaseBytes).toBe(0)
    expect(sample.descriptors === null || sample.descriptors > 2).toBe(true)
  })
})
