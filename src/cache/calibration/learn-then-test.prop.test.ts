import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../testing/seeded-random.ts'
import { upperBound } from './clopper-pearson.ts'
import { barsThatHold, chooseBar } from './learn-then-test.ts'
import { riskCurve } from './risk-curve.ts'

describe('a chosen bar', () => {
  test.each([
    ['many labels', 3000, (rank: number) => 0.001 + 0.12 * rank ** 3],
    ['few labels', 600, (rank: number) => 0.002 + 0.1 * rank ** 2],
    ['a risk just above the promise everywhere', 2500, () => 0.0101],
    ['a risk that is worst at the strictest', 2500, (rank: number) => 0.02 - 0.0098 * rank],
  ])('breaks its promise in at most 5 % of replicates: %s', (_, count, wrongAt) => {
    const random = seededRandom(5)
    const replicates = 400
    let broken = 0
    for (let replicate = 0; replicate < replicates; replicate++) {
      const scored = Array.from({ length: count }, () => {
        const rank = random.next()
        return { probability: 1 - rank, same: random.next() >= wrongAt(rank) }
      })
      const chosen = chooseBar(riskCurve(scored), 0.01, 0.95)
      if (chosen !== null && meanUpTo(wrongAt, 1 - chosen.bar) > 0.01) broken++
    }
    // Were it 5 % exactly, more than 8.5 % of 400 would be seen once in a thousand times.
    expect(broken / replicates).toBeLessThanOrEqual(0.085)
  })

  test('is never lower for a tighter promise or a higher confidence', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.double({ min: 0, max: 0.03, noNaN: true })), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.double({ min: 0.001, max: 0.1, noNaN: true }),
        fc.double({ min: 0.001, max: 0.1, noNaN: true }),
        (steps, one, other) => {
          let [hits, wrong] = [0, 0]
          const risk = steps.map(([more, rate], at) => {
            hits += more
            wrong += Math.round(more * rate)
            return { probability: 1 - at / 100, hits, wrong }
          })
          const tight = barsThatHold(risk, Math.min(one, other), 0.95)
          const loose = new Set(barsThatHold(risk, Math.max(one, other), 0.95))
          const sure = barsThatHold(risk, Math.max(one, other), 0.99)
          expect([...tight, ...sure].every((point) => loose.has(point))).toBe(true)
        },
      ),
    )
  })
})

describe('chooseBar', () => {
  test('goes as far as the labels hold the promise', () => {
    const risk = [
      { probability: 0.9, hits: 400, wrong: 0 },
      { probability: 0.8, hits: 800, wrong: 2 },
      { probability: 0.7, hits: 1000, wrong: 30 },
    ]
    expect(chooseBar(risk, 0.01, 0.95)).toEqual({ bar: 0.8, hits: 800, wrong: 2, upper: upperBound(2, 800, 0.95) })
  })

  test('starts again further on where the strictest bars fail, at a share of the risk for each start', () => {
    const risk = [
      { probability: 0.95, hits: 400, wrong: 1 },
      { probability: 0.9, hits: 1200, wrong: 3 },
      { probability: 0.1, hits: 4000, wrong: 2000 },
    ]
    expect(barsThatHold(risk, 0.01, 0.95)).toEqual([risk[1]])
    // At 95 % alone five wrong would pass, at the half of what that leaves they do not.
    expect(upperBound(5, 1100, 0.95)).toBeLessThanOrEqual(0.01)
    expect(
      barsThatHold(
        [
          { probability: 0.95, hits: 400, wrong: 1 },
          { probability: 0.9, hits: 1100, wrong: 5 },
          { probability: 0.1, hits: 4000, wrong: 2000 },
        ],
        0.01,
        0.95,
      ),
    ).toEqual([])
  })

  test('is null where labels are too few, wrong from the start, or none', () => {
    expect(chooseBar([], 0.01, 0.95)).toBeNull()
    expect(chooseBar([{ probability: 0.9, hits: 298, wrong: 0 }], 0.01, 0.95)).toBeNull()
    expect(chooseBar([{ probability: 0.9, hits: 299, wrong: 0 }], 0.01, 0.95)?.bar).toBe(0.9)
    expect(chooseBar([{ probability: 0.9, hits: 299, wrong: 1 }], 0.01, 0.95)).toBeNull()
    expect(chooseBar([{ probability: 0.9, hits: 80, wrong: 0 }], 0.05, 0.95)?.bar).toBe(0.9)
    expect(chooseBar([{ probability: 0.9, hits: 5000, wrong: 0 }], 0, 0.95)).toBeNull()
  })

  test('passes over strict bars with too few hits to show anything', () => {
    const risk = [
      { probability: 0.99, hits: 3, wrong: 1 },
      { probability: 0.9, hits: 2000, wrong: 5 },
      { probability: 0.5, hits: 4000, wrong: 900 },
    ]
    expect(chooseBar(risk, 0.01, 0.95)?.bar).toBe(0.9)
  })
})

function meanUpTo(wrongAt: (rank: number) => number, end: number): number {
  const steps = 400
  let sum = 0
  for (let step = 0; step < steps; step++) sum += wrongAt(((step + 0.5) / steps) * end)
  return sum / steps
}
