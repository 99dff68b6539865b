import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../testing/seeded-random.ts'
import { capitalOf, isBroken, type MonitorState, observe } from './wrong-rate-monitor.ts'

const promise = 0.01

describe('the monitor of wrong hits', () => {
  test('alarms in at most 5 % of long streams at the promised rate', () => {
    const random = seededRandom(1)
    const streams = 400
    let alarms = 0
    for (let stream = 0; stream < streams; stream++) if (isBroken(watched(4000, promise, random.next), 0.95)) alarms++
    // Were it 5 % exactly, more than 8.5 % of 400 would be seen once in a thousand times.
    expect(alarms / streams).toBeLessThanOrEqual(0.085)
  })

  test('alarms hardly ever where hits are better than promised', () => {
    const random = seededRandom(2)
    const alarms = Array.from({ length: 200 }, () => isBroken(watched(4000, promise / 2, random.next), 0.95)).filter(Boolean)
    expect(alarms.length).toBeLessThanOrEqual(4)
  })

  test('notices five wrong in a hundred within 150, and soon after a long good run too', () => {
    expect(medianDelay(0)).toBeLessThanOrEqual(150)
    expect(medianDelay(1000)).toBeLessThanOrEqual(400)
  })

  test('notices a flood of wrong hits within a dozen', () => {
    let state: MonitorState | null = null
    let seen = 0
    while (!isBroken(state, 0.95) && seen < 100) {
      state = observe(state, true, promise)
      seen++
    }
    expect(seen).toBeLessThanOrEqual(3)
  })

  test('gains nothing on average, whatever was seen', () => {
    const random = seededRandom(4)
    let state: MonitorState | null = null
    for (let seen = 0; seen < 500; seen++) {
      const before: number = state === null ? 1 : capitalOf(state)
      const expected: number =
        promise * capitalOf(observe(state, true, promise)) + (1 - promise) * capitalOf(observe(state, false, promise))
      expect(expected).toBeCloseTo(before, 10)
      state = observe(state, random.next() < 0.03, promise)
    }
  })

  test('stays broken, finite and storable', () => {
    const broken = watched(2000, 1, () => 0)
    const later = Array.from({ length: 300 }).reduce<MonitorState>((state) => observe(state, false, promise), broken)
    expect(isBroken(later, 0.95)).toBe(true)
    expect(later).toMatchObject({ seen: 2300, wrong: 2000 })
    expect(JSON.parse(JSON.stringify(later))).toEqual(later)
  })

  test('begins anew for another promise, and refuses one that cannot be watched', () => {
    expect(
      observe(
        watched(50, 1, () => 0),
        false,
        0.02,
      ),
    ).toMatchObject({ maxWrong: 0.02, seen: 1, wrong: 0 })
    expect(isBroken(null, 0.95)).toBe(false)
    for (const rate of [0, 0.5, Number.NaN])
      expect(() => observe(null, true, rate)).toThrow(expect.objectContaining({ code: 'bad-argument' }))
  })
})

function watched(count: number, rate: number, chance: () => number): MonitorState {
  let state = observe(null, chance() < rate, promise)
  while (state.seen < count && !(rate < 1 && isBroken(state, 0.95))) state = observe(state, chance() < rate, promise)
  return state
}

/** Observations at 5 % wrong until the alarm, after so many at 0.2 %, in the median of 101 streams. */
function medianDelay(good: number): number {
  const random = seededRandom(3 + good)
  const delays = Array.from({ length: 101 }, () => {
    let state = good === 0 ? null : watched(good, 0.002, random.next)
    const start = state?.seen ?? 0
    while (!isBroken(state, 0.95)) state = observe(state, random.next() < 0.05, promise)
    return (state?.seen ?? 0) - start
  }).toSorted((left, right) => left - right)
  return delays[50] ?? Number.NaN
}
