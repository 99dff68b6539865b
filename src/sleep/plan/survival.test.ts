import { expect, it } from 'vitest'
import { seededRandom } from '../../testing/seeded-random.ts'
import { asksOf, changeRate, daysUntilAsked, meanSurvival, survivalOver } from './survival.ts'

const none = { changes: 0, days: 0 }

it('expects a change a month of what nobody knows, and less of what stood still', () => {
  const unknown = changeRate(none, none)
  expect(unknown.shape / unknown.days).toBeCloseTo(1 / 30, 9)
  expect(survivalOver(unknown, 0)).toBe(1)
  expect(survivalOver(unknown, 30)).toBeGreaterThan(survivalOver(unknown, 60))
  const still = changeRate({ changes: 0, days: 100 }, { changes: 0, days: 100 })
  expect(survivalOver(still, 30)).toBeGreaterThan(0.9)
  const busy = changeRate({ changes: 30, days: 30 }, { changes: 30, days: 30 })
  expect(survivalOver(busy, 7)).toBeLessThan(0.02)
})

it('takes what the whole scope says for a document that is hardly known, and its own history for one that is', () => {
  const whole = { changes: 100, days: 100 }
  expect(survivalOver(changeRate(none, whole), 7)).toBeLessThan(survivalOver(changeRate({ changes: 0, days: 200 }, whole), 7))
})

it('survives as often as changes drawn from the rate leave it alone', () => {
  const { next } = seededRandom(7)
  const rate = { shape: 3, days: 20 }
  let held = 0
  const draws = 20_000
  for (let draw = 0; draw < draws; draw++) {
    // A Gamma draw of an integer shape is a sum of exponential ones.
    const perDay = [next(), next(), next()].reduce((sum, one) => sum - Math.log(1 - one), 0) / rate.days
    if (-Math.log(1 - next()) / perDay > 5) held += 1
  }
  expect(held / draws).toBeCloseTo(survivalOver(rate, 5), 1)
})

it('waits half the horizon for what is rare and hardly for what is certain', () => {
  expect(daysUntilAsked(0, 30)).toBe(15)
  expect(daysUntilAsked(0.001, 30)).toBeCloseTo(15, 1)
  expect(daysUntilAsked(0.5, 30)).toBeCloseTo(13.28, 2)
  expect(daysUntilAsked(1, 30)).toBeLessThan(2)
  for (const p of [-1, 0, 1e-5, 0.3, 0.999, 1, 2]) expect(Number.isFinite(daysUntilAsked(p, 30) + asksOf(p))).toBe(true)
})

it('expects more asks than one of what is likely', () => {
  expect(asksOf(0)).toBeCloseTo(0, 9)
  expect(asksOf(0.01)).toBeCloseTo(0.01, 3)
  expect(asksOf(0.95)).toBeGreaterThan(2.9)
})

it('survives on the mean over the days as the parts of them do', () => {
  for (const rate of [
    { shape: 3, days: 20 },
    { shape: 1, days: 5 },
    { shape: 0.4, days: 60 },
  ]) {
    const parts = 10_000
    const sum = Array.from({ length: parts }, (_, at) => survivalOver(rate, ((at + 0.5) / parts) * 14)).reduce(
      (total, one) => total + one,
      0,
    )
    expect(meanSurvival(rate, 14)).toBeCloseTo(sum / parts, 4)
  }
  expect(meanSurvival({ shape: 1, days: 5 }, 0)).toBe(1)
  expect(meanSurvival({ shape: 1, days: 0 }, 3)).toBe(0)
})
