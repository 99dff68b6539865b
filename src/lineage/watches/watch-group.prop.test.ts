import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntryId, PassageId } from '../../spec/ids.ts'
import type { Watch } from './watch.ts'
import { type WatchMembers, watchFiresOn } from './watch-fires-on.ts'
import { WatchGroup } from './watch-group.ts'
import { type WatchedPassage, watchedPassage } from './watched-passage.ts'

const words = ['harbour', 'lantern', 'copper', 'mill', 'tide', 'keeper', 'oil', 'dusk'] as const
const dimensions = 16
const vector = fc.array(fc.integer({ min: -10, max: 10 }), { minLength: dimensions, maxLength: dimensions }).map((numbers) => {
  const length = Math.hypot(...numbers)
  return Int8Array.from(numbers, (value) => (length === 0 ? 0 : Math.round((value / length) * 127)))
})
const known = fc.option(vector, { nil: null, freq: 4 })

const watch = fc.record({
  terms: fc.uniqueArray(fc.record({ term: fc.constantFrom(...words), weight: fc.double({ min: 0.05, max: 6, noNaN: true }) }), {
    maxLength: 4,
    selector: ({ term }) => term,
  }),
  passages: fc.integer({ min: 1, max: 400 }),
  score: fc.oneof(fc.constant(0), fc.double({ min: -0.5, max: 1.6, noNaN: true })),
  question: known,
  hasVector: fc.boolean(),
  members: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 2 }),
})
const unit = fc.record({
  text: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }).map((own) => own.join(' ')),
  vector: known,
  embeds: fc.boolean(),
})
const passage = fc.record({ units: fc.array(unit, { minLength: 1, maxLength: 3 }), title: fc.constantFrom(null, 'Mill', 'Tide') })

function toPassage(
  {
    units,
    title,
  }: { readonly units: readonly { text: string; vector: Int8Array | null; embeds: boolean }[]; readonly title: string | null },
  at: number,
): WatchedPassage {
  let offset = 0
  const placed = units.map(({ text, vector, embeds }) => {
    const start = offset
    offset += text.length + 1
    return { start, end: start + text.length, text, embeds, vector: embeds ? vector : null }
  })
  return watchedPassage({ passage: `p${at}` as PassageId, title, text: units.map(({ text }) => text).join(' '), place: [], units: placed })
}

describe('all watches in one scan', () => {
  it('fire exactly where each does when it is tried alone', () => {
    const seen = { fired: 0, quiet: 0 }
    fc.assert(
      fc.property(fc.array(watch, { minLength: 1, maxLength: 12 }), fc.array(passage, { minLength: 1, maxLength: 4 }), (drafts, drawn) => {
        const passages = drawn.map(toPassage)
        const group = new WatchGroup()
        const members = new Map<string, WatchMembers>()
        const alone = new Set<string>()
        for (const [at, { terms, passages: count, score, question, hasVector, members: found }] of drafts.entries()) {
          const entry = `e${at}` as EntryId
          const own: Watch = {
            entry,
            vector: hasVector ? { digest: entry, embedder: 'e' } : null,
            terms,
            passages: count,
            k: 3,
            score: hasVector ? score : Math.abs(score),
          }
          const loaded = hasVector ? question : null
          group.put(own, loaded)
          const slices = new Map(
            found.map((one) => [`p${one}`, new Set(passages[one]?.units.slice(0, 1).map((unit) => unit.slice) ?? ['gone'])]),
          )
          if (slices.size > 0) members.set(entry, slices)
          if (watchFiresOn({ ...own, question: loaded }, slices, { passages, removed: new Set() })) alone.add(entry)
        }
        const fired = new Set<string>()
        group.scan({ passages, members, owed: 'by-words' }, fired)
        expect([...fired].sort()).toEqual([...alone].sort())
        seen.fired += fired.size
        seen.quiet += drafts.length - fired.size
      }),
      { numRuns: 400 },
    )
    expect(Math.min(seen.fired, seen.quiet)).toBeGreaterThan(200)
  })

  it('forget a watch that is removed and follow one that is replaced', () => {
    const group = new WatchGroup()
    const own: Watch = { entry: 'e' as EntryId, vector: null, terms: [{ term: 'mill', weight: 3 }], passages: 10, k: 3, score: 0.01 }
    const passages = [toPassage({ title: null, units: [{ text: 'mill', vector: null, embeds: false }] }, 0)]
    const fired = (): boolean => {
      const found = new Set<string>()
      group.scan({ passages, members: new Map(), owed: 'by-words' }, found)
      return found.has('e')
    }
    group.put(own, null)
    expect(fired()).toBe(true)
    group.put({ ...own, score: 5 }, null)
    expect(fired()).toBe(false)
    group.put(own, null)
    group.remove(own.entry)
    expect(fired()).toBe(false)
  })
})
