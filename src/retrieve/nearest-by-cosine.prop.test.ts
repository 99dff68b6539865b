import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../testing/seeded-random.ts'
import { exactNearest } from './exact-nearest.ts'
import { lengthOf, nearestByCosine, type VectorRows } from './nearest-by-cosine.ts'

const dimensions = 8

function rowsOf(vectors: readonly Int8Array[]): VectorRows {
  const lengths = Float64Array.from(vectors, lengthOf)
  const matrix = Int8Array.from(vectors.flatMap((vector) => [...vector]))
  return { matrix, count: vectors.length, dimensions, lengths, shortest: Math.min(...lengths.filter((length) => length > 0)) }
}

/** Every row with its cosine, nearest first, ties by row. */
function bruteForce(vectors: readonly Int8Array[], query: Int8Array, count: number) {
  return vectors
    .map((vector, row) => {
      const lengths = lengthOf(vector) * lengthOf(query)
      const product = vector.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0)
      return { row, similarity: lengths === 0 ? 0 : Math.min(1, product / lengths) }
    })
    .sort((a, b) => b.similarity - a.similarity || a.row - b.row)
    .slice(0, count)
}

/** Whole numbers of at most `most` either way: few of them give many ties, and rows of zeros. */
const values = (most: number) => fc.int8Array({ minLength: dimensions, maxLength: dimensions, min: -most, max: most })
const found = ({ row, similarity }: { readonly row: number; readonly similarity: number }) => ({ row, similarity })

for (const engine of ['usearch', 'javascript'] as const) {
  test(`finds what comparing with every row finds, by ${engine}: lengths unequal, ties by row`, () => {
    fc.assert(
      fc.property(
        fc
          .oneof(fc.constant(1), fc.constant(2), fc.constant(127))
          .chain((most) => fc.record({ vectors: fc.array(values(most), { maxLength: 300, size: 'max' }), query: values(most) })),
        fc.integer({ min: 0, max: 40 }),
        ({ vectors, query }, count) => {
          expect(nearestByCosine(rowsOf(vectors), query, count, engine).map(found)).toEqual(bruteForce(vectors, query, count))
        },
      ),
      { numRuns: 60 },
    )
  })
}

test('among many long rows that are far off, the short one that is near is found', () => {
  const long = Array.from({ length: 500 }, () => Int8Array.of(100, 100, 100, 0, 0, 0, 0, 0))
  const query = Int8Array.of(100, 0, 0, 0, 0, 0, 0, 0)
  const vectors = [...long, Int8Array.of(9, 0, 0, 0, 0, 0, 0, 0)]
  expect(exactNearest(rowsOf(vectors).matrix, vectors.length, dimensions, query, 64).some(({ row }) => row === 500)).toBe(false)
  expect(nearestByCosine(rowsOf(vectors), query, 1).map(found)).toEqual([{ row: 500, similarity: 1 }])
})

test('rounded unit vectors are in the order of their true cosines, none above 1', () => {
  const random = seededRandom(7)
  const near = () => Int8Array.from({ length: dimensions }, () => Math.round(45 + (random.next() - 0.5) * 6))
  const vectors = Array.from({ length: 2_000 }, near)
  for (let at = 0; at < 20; at++) {
    const query = near()
    const nearest = nearestByCosine(rowsOf(vectors), query, 16)
    expect(nearest.map(found)).toEqual(bruteForce(vectors, query, 16))
    expect(Math.max(...nearest.map(({ similarity }) => similarity))).toBeLessThanOrEqual(1)
  }
})
