import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lengthOf } from '../retrieve/nearest-by-cosine.ts'
import type { EntryId } from '../spec/ids.ts'
import { type HeldKey, KeyRows } from './key-rows.ts'

const dimensions = 4
const change = fc.record({
  no: fc.nat({ max: 30 }),
  vector: fc.int8Array({ minLength: dimensions, maxLength: dimensions }),
  isRemoved: fc.boolean(),
})

test('however keys come, change and go, the nearest are those of the keys there are', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 120 }), fc.int8Array({ minLength: dimensions, maxLength: dimensions }), (changes, query) => {
      const rows = new KeyRows(dimensions)
      const model = new Map<number, { readonly key: HeldKey; readonly vector: Int8Array }>()
      for (const [at, { no, vector, isRemoved }] of changes.entries()) {
        const entry = `e${no % 5}` as EntryId
        if (isRemoved) {
          rows.remove(entry, no)
          model.delete(no)
          continue
        }
        const key: HeldKey = { no, entry, text: `text ${at}`, kind: 'question' }
        rows.set(key, vector)
        model.set(no, { key, vector })
      }
      const expected = [...model.values()].map(({ key, vector }) => ({ key, similarity: cosine(vector, query) }))
      const order = (some: readonly { readonly key: HeldKey; readonly similarity: number }[]) =>
        [...some].sort((a, b) => b.similarity - a.similarity || a.key.no - b.key.no)
      const all = rows.nearest(query, 1_000)
      expect(order(all)).toEqual(order(expected))
      expect(rows.nearest(query, 3).map(({ similarity }) => similarity)).toEqual(
        order(expected)
          .slice(0, 3)
          .map(({ similarity }) => similarity),
      )
      expect(rows.size).toBe(model.size)
      for (const entry of ['e0', 'e1', 'e4', 'none']) {
        const own = [...model.values()].filter(({ key }) => key.entry === entry).map(({ key }) => key.no)
        expect([...rows.numbersOf(entry)].sort()).toEqual(own.sort())
      }
    }),
  )
})

test('it grows beyond what it began with', () => {
  const rows = new KeyRows(2)
  for (let no = 0; no < 2_000; no++) {
    rows.set({ no, entry: `e${no}` as EntryId, text: '', kind: 'question' }, Int8Array.of(no % 127, 127 - (no % 127)))
  }
  expect(rows.size).toBe(2_000)
  expect(rows.nearest(Int8Array.of(0, 127), 1)[0]?.key.no).toBe(0)
})

function cosine(a: Int8Array, b: Int8Array): number {
  const lengths = lengthOf(a) * lengthOf(b)
  const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
  return lengths === 0 ? 0 : Math.min(1, product / lengths)
}
