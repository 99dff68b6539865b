import { describe, expect, test } from 'vitest'
import { riskAlong, riskCurve } from './risk-curve.ts'

describe('riskCurve', () => {
  test('counts hits and wrong ones strictest first', () => {
    const scored = [
      { probability: 0.2, same: false },
      { probability: 0.9, same: true },
      { probability: 0.5, same: false },
      { probability: 0.9, same: false },
    ]
    expect(riskCurve(scored)).toEqual([
      { probability: 0.9, hits: 2, wrong: 1 },
      { probability: 0.5, hits: 3, wrong: 2 },
      { probability: 0.2, hits: 4, wrong: 3 },
    ])
  })

  test('has at most so many points, the last of them with every label', () => {
    const scored = Array.from({ length: 1000 }, (_, at) => ({ probability: at / 1000, same: at > 300, source: 'public' as const }))
    const risk = riskCurve(scored, 20)
    expect(risk).toHaveLength(20)
    expect(risk[0]).toEqual({ probability: 0.988, hits: 12, wrong: 0, bySource: { public: 12 } })
    expect(risk.at(-1)).toEqual({ probability: 0, hits: 1000, wrong: 301, bySource: { public: 1000 } })
  })

  test('is finer where it is stricter', () => {
    const risk = riskCurve(Array.from({ length: 10_000 }, (_, at) => ({ probability: at / 10_000, same: true })))
    expect(risk.filter(({ hits }) => hits <= 1000).length).toBeGreaterThan(10)
  })

  test('does not depend on which labels are wrong', () => {
    const scored = Array.from({ length: 333 }, (_, at) => ({ probability: (at * 7919) % 101, same: at % 3 === 0 }))
    const grid = (risk: ReturnType<typeof riskCurve>) => risk.map(({ probability, hits }) => [probability, hits])
    expect(grid(riskCurve(scored.map((one) => ({ ...one, same: !one.same }))))).toEqual(grid(riskCurve(scored)))
  })

  test('is empty without labels, and counts none above a bar that none reaches', () => {
    expect(riskCurve([])).toEqual([])
    expect(riskAlong([0.9, 0.1], [{ probability: 0.5, same: true }])).toEqual([
      { probability: 0.9, hits: 0, wrong: 0 },
      { probability: 0.1, hits: 1, wrong: 0 },
    ])
  })
})
