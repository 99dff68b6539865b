import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../testing/seeded-random.ts'
import { calibrationError } from './calibration-error.ts'

describe('calibrationError', () => {
  test('is worked out by hand', () => {
    const { logLoss, brier, ece } = calibrationError(
      [
        { probability: 0.8, same: true },
        { probability: 0.4, same: false },
      ],
      2,
    )
    expect(logLoss).toBeCloseTo((-Math.log(0.8) - Math.log(0.6)) / 2, 10)
    expect(brier).toBeCloseTo((0.04 + 0.16) / 2, 10)
    expect(ece).toBeCloseTo((0.2 + 0.4) / 2, 10)
  })

  test('is small for true probabilities and large for boasted ones', () => {
    const random = seededRandom(2)
    const scored = Array.from({ length: 5000 }, () => {
      const probability = random.next()
      return { probability, same: random.next() < probability }
    })
    const boasted = scored.map(({ probability, same }) => ({ probability: Math.sqrt(probability), same }))
    expect(calibrationError(scored).ece).toBeLessThan(0.03)
    expect(calibrationError(boasted).ece).toBeGreaterThan(0.12)
    expect(calibrationError(boasted).logLoss).toBeGreaterThan(calibrationError(scored).logLoss)
  })

  test('is finite for what was certain and wrong, and 0 for nothing', () => {
    expect(calibrationError([{ probability: 1, same: false }]).logLoss).toBeCloseTo(27.63, 2)
    expect(calibrationError([])).toEqual({ logLoss: 0, brier: 0, ece: 0 })
  })
})
