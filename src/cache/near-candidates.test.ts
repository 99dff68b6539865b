import { expect, test } from 'vitest'
import type { KeyKind } from '../spec/key-kind.ts'
import { type NearKey, nearCandidates } from './near-candidates.ts'

function key(entry: string, similarity: number, kind: KeyKind = 'question', alike = entry): NearKey {
  return { entry, alike, text: `${entry} at ${similarity}`, kind, similarity }
}

test('an entry comes once, by its nearest key', () => {
  const found = nearCandidates([key('a', 0.7), key('b', 0.8), key('a', 0.9, 'paraphrase')])
  expect(found.map(({ entry, preparedFor, similarity }) => [entry, preparedFor, similarity])).toEqual([
    ['a', 'a at 0.9', 0.9],
    ['b', 'b at 0.8', 0.8],
  ])
})

test('the margin is to the nearest that is answered differently, the lead to the nearest other', () => {
  const [first] = nearCandidates([key('a', 0.9, 'question', 'x'), key('b', 0.85, 'question', 'x'), key('c', 0.7, 'question', 'y')])
  expect(first?.margin).toBeCloseTo(0.2)
  expect(first?.lead).toBeCloseTo(0.05)
})

test('alone there is neither margin nor lead', () => {
  expect(nearCandidates([key('a', 0.9)])).toMatchObject([{ margin: null, lead: null, agreement: 1, nearMiss: null }])
})

test('a near-miss is no way to its entry and speaks against it alone', () => {
  const found = nearCandidates([key('a', 0.95, 'near-miss'), key('a', 0.8), key('b', 0.7)])
  expect(found.map(({ entry, similarity, nearMiss }) => [entry, similarity, nearMiss])).toEqual([
    ['a', 0.8, 0.95],
    ['b', 0.7, null],
  ])
  expect(nearCandidates([key('a', 0.95, 'near-miss')])).toEqual([])
})

test('the nearest keys vote by answer', () => {
  const [first] = nearCandidates([key('a', 0.9, 'question', 'x'), key('b', 0.8, 'question', 'x'), key('c', 0.7, 'question', 'y')])
  expect(first?.agreement).toBeCloseTo(2 / 3)
})
