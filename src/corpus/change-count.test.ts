import { expect, it } from 'vitest'
import { type ChangeCount, changesAt, countChange, watchedDays } from './change-count.ts'

const day = 86_400_000
const start = 1_000 * day

it('counts from when a document is first known, and only what changes its text', () => {
  const first = countChange(null, true, start)
  expect(first).toEqual({ changes: 0, firstAt: start })
  const again = countChange({ ...first, committedAt: start }, false, start + day)
  expect(again).toEqual({ changes: 0, firstAt: start })
  expect(countChange({ ...again, committedAt: start + day }, true, start + 2 * day)).toEqual({ changes: 1, firstAt: start })
})

it('lets changes and the time they were seen in fade alike, half in 60 days', () => {
  const count: ChangeCount = { changes: 8, firstAt: start, committedAt: start }
  expect(changesAt(count, start)).toBe(8)
  expect(changesAt(count, start + 60 * day)).toBeCloseTo(4, 9)
  expect(changesAt(count, start + 120 * day)).toBeCloseTo(2, 9)
  expect(watchedDays(count, start + day)).toBeCloseTo(1, 1)
  expect(watchedDays(count, start + 60 * day)).toBeCloseTo(60 / Math.LN2 / 2, 6)
  expect(watchedDays(count, start + 10_000 * day)).toBeCloseTo(60 / Math.LN2, 6)
})

it('finds the same rate however long a steady change is watched', () => {
  let count: ChangeCount = { ...countChange(null, false, start), committedAt: start }
  for (let at = 1; at <= 400; at++) count = { ...countChange(count, at % 5 === 0, start + at * day), committedAt: start + at * day }
  const now = start + 400 * day
  expect(changesAt(count, now) / watchedDays(count, now)).toBeCloseTo(1 / 5, 1)
})

it('watches what was known before counting since it was last committed, and fades nothing for a clock set back', () => {
  const old: ChangeCount = { changes: 0, firstAt: 0, committedAt: start }
  expect(watchedDays(old, start + day)).toBeCloseTo(1, 1)
  expect(countChange(old, true, start + day)).toEqual({ changes: 1, firstAt: start })
  const count: ChangeCount = { changes: 3, firstAt: start, committedAt: start }
  expect([changesAt(count, start - day), watchedDays(count, start - day)]).toEqual([3, 0])
})
