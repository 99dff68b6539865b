import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantise } from './quantise.ts'

test('keeps direction, whatever the length', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 384, maxLength: 384 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (values, scale) => {
        fc.pre(Math.hypot(...values) > 0.1)
        const vector = quantise(values.map((value) => value * scale))
        let dot = 0
        vector.forEach((value, at) => {
          dot += value * (values[at] ?? 0)
        })
        expect(dot / Math.hypot(...vector) / Math.hypot(...values)).toBeGreaterThan(0.99)
        expect(Math.hypot(...vector) / 127).toBeCloseTo(1, 1)
      },
    ),
  )
})

test('zeros and what is not finite become zeros', () => {
  for (const odd of [[0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1], []]) expect([...quantise(odd)]).toEqual(odd.map(() => 0))
})
