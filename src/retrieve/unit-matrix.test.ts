import { expect, test } from 'vitest'
import { UnitMatrix } from './unit-matrix.ts'

const unit = (at: number) => Int8Array.from([0, 0, 0, 0], (_, index) => (index === at ? 127 : 0))

test('removed passages are not found and their rows are used again', () => {
  const matrix = new UnitMatrix(4)
  for (let number = 0; number < 2000; number++) matrix.set(`p${number}`, 0, unit(number % 4))
  matrix.remove('p1')
  const near = matrix.nearest(unit(1), 400, () => true, 0)
  expect(near).toHaveLength(400)
  expect(near.every(({ passage, similarity }) => passage !== 'p1' && similarity > 0.99)).toBe(true)
  matrix.set('again', 0, unit(1))
  expect(matrix.nearest(unit(1), 600, () => true, 0).filter(({ passage }) => passage === 'again')).toHaveLength(1)
})

test('hidden passages leave room for the next nearest', () => {
  const matrix = new UnitMatrix(4)
  matrix.set('near', 0, unit(0))
  matrix.set('near', 1, unit(0))
  matrix.set('far', 0, unit(1))
  expect(matrix.nearest(unit(0), 1, (passage) => passage !== 'near', 2).map(({ passage }) => passage)).toEqual(['far'])
})

test('a vector of another length is refused', () => {
  expect(() => new UnitMatrix(4).set('p', 0, new Int8Array(3))).toThrow(/3 numbers/)
})
