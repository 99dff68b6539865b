import { describe, expect, test } from 'vitest'
import type { LabelSource, MatchLabel } from './calibration.ts'
import { crossFit } from './cross-fit.ts'

const sources: readonly LabelSource[] = ['public', 'feedback', 'shadow', 'verifier', 'synthetic']
const labels: readonly MatchLabel[] = Array.from({ length: 200 }, (_, at) => ({
  features: [at],
  same: at % 3 > 0,
  source: sources[at % sources.length] ?? 'public',
  group: `group ${Math.floor(at / 7)}`,
}))

describe('crossFit', () => {
  test('scores every real label once, by a fit that saw nothing of its group', () => {
    const groupOf = new Map(labels.map(({ features, group }) => [features[0], group]))
    const heldOut = crossFit(labels, 5, (some) => {
      const seen = new Set(some.map(({ group }) => group))
      return (features) => (seen.has(groupOf.get(features[0]) ?? '') ? 1 : 0)
    })
    expect(heldOut.filter(({ probability }) => probability === 1)).toEqual([])
    expect(heldOut).toHaveLength(labels.filter(({ source }) => source !== 'verifier' && source !== 'synthetic').length)
    expect(new Set(heldOut.map(({ source }) => source))).toEqual(new Set(['public', 'feedback', 'shadow']))
  })

  test('fits on what is not real too', () => {
    const fittedOn = new Set<string>()
    crossFit(labels, 5, (some) => {
      for (const { source } of some) fittedOn.add(source)
      return () => 0
    })
    expect(fittedOn).toEqual(new Set(sources))
  })

  test('splits alike whatever the order, into folds of like size', () => {
    const sizes: number[] = []
    const foldsBy = (some: readonly MatchLabel[]) =>
      crossFit(some, 4, (fitted) => {
        sizes.push(new Set(fitted.map(({ group }) => group)).size)
        const mean = fitted.reduce((sum, { features }) => sum + (features[0] ?? 0), 0)
        return (features) => mean + (features[0] ?? 0)
      })
        .map(({ probability, group }) => `${group} ${probability}`)
        .toSorted()
    expect(foldsBy(labels.toReversed())).toEqual(foldsBy(labels))
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })

  test('fits a single group on nothing, and nothing not at all', () => {
    const only = labels.slice(0, 3)
    expect(crossFit(only, 5, (some) => () => some.length).map(({ probability }) => probability)).toEqual([0, 0, 0])
    expect(crossFit([], 5, () => () => 1)).toEqual([])
  })
})
