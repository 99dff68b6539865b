import { expect, it } from 'vitest'
import type { Clock } from '../spec/clock.ts'
import { steppedTime } from '../testing/stepped-time.ts'
import { timeLimit } from './time-limit.ts'

it('ends after so long, or at that time, whichever comes first', async () => {
  for (const [given, endsMs] of [
    [{ forMs: 90_000 }, 90_000],
    [{ until: Date.UTC(2026, 0, 1) + 40_000 }, 40_000],
    [{ forMs: 90_000, until: Date.UTC(2026, 0, 1) + 40_000 }, 40_000],
    [{ forMs: 20_000, until: Date.UTC(2026, 0, 1) + 40_000 }, 20_000],
  ] as const) {
    const { clock, timer, pass } = steppedTime()
    const limit = timeLimit(given, clock, timer)
    await pass(endsMs - 1)
    expect([limit.signal?.aborted, limit.isOver()]).toEqual([false, false])
    await pass(1)
    expect([limit.signal?.aborted, limit.isOver()]).toEqual([true, true])
  }
})

it('at a time of day goes by the wall clock: a machine that slept through it, or a clock set past it, ends it at once', async () => {
  const { clock, timer, pass } = steppedTime()
  let aheadMs = 0
  const set: Clock = { now: () => clock.now() + aheadMs, monotonic: clock.monotonic }
  const byWall = timeLimit({ until: set.now() + 3_600_000 }, set, timer)
  const byDuration = timeLimit({ forMs: 3_600_000 }, set, timer)
  await pass(60_000)
  aheadMs = 8 * 3_600_000
  await pass(30_000)
  expect([byWall.isOver(), byDuration.isOver()]).toEqual([true, false])
})

it('set back it does not end early', async () => {
  const { clock, timer, pass } = steppedTime()
  let aheadMs = 0
  const set: Clock = { now: () => clock.now() + aheadMs, monotonic: clock.monotonic }
  const limit = timeLimit({ until: set.now() + 60_000 }, set, timer)
  aheadMs = -3_600_000
  await pass(120_000)
  expect(limit.isOver()).toBe(false)
  await pass(3_600_000)
  expect(limit.isOver()).toBe(true)
})

it('is not over where the caller stopped it, where it was cleared, or where none was given', async () => {
  const { clock, timer, pass } = steppedTime()
  const stop = new AbortController()
  const stopped = timeLimit({ forMs: 1_000, signal: stop.signal }, clock, timer)
  stop.abort()
  expect([stopped.signal?.aborted, stopped.isOver()]).toEqual([true, false])
  const cleared = timeLimit({ forMs: 1_000 }, clock, timer)
  cleared.clear()
  await pass(10_000)
  expect([cleared.isOver(), stopped.isOver()]).toEqual([false, false])
  expect(timeLimit({}, clock, timer)).toMatchObject({ signal: undefined })
})
