import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactNearest, vectorEngine } from './exact-nearest.ts'

const dimensions = 8
const vector = fc.int8Array({ minLength: dimensions, maxLength: dimensions })

test('both engines find the same similarities', () => {
  fc.assert(
    fc.property(fc.array(vector, { minLength: 1, maxLength: 40 }), vector, fc.integer({ min: 1, max: 50 }), (rows, query, count) => {
      const matrix = Int8Array.from(rows.flatMap((row) => [...row]))
      const native = exactNearest(matrix, rows.length, dimensions, query, count, 'usearch')
      const plain = exactNearest(matrix, rows.length, dimensions, query, count, 'javascript')
      expect(native.map(({ similarity }) => similarity.toFixed(4))).toEqual(plain.map(({ similarity }) => similarity.toFixed(4)))
      expect(native).toHaveLength(Math.min(count, rows.length))
    }),
  )
})

test('rows beyond those given are not seen, a query inside a larger buffer is', () => {
  const matrix = Int8Array.from([1, 0, 127, 0, 0, 127, 127, 127])
  const query = Int8Array.from([9, 9, 127, 0]).subarray(2)
  expect(exactNearest(matrix, 3, 2, query, 2).map(({ row }) => row)).toEqual([1, 0])
  expect(exactNearest(matrix, 0, 2, query, 2)).toEqual([])
  expect(exactNearest(matrix, 3, 2, query, 0)).toEqual([])
})

test('a vector has cosine 1 with itself', () => {
  const unit = Int8Array.from([127, 0, 0, 0])
  expect(exactNearest(unit, 1, 4, unit, 1)[0]?.similarity).toBeCloseTo(1)
})

test('the engine in use is known', () => {
  expect(['usearch', 'javascript']).toContain(vectorEngine)
})
