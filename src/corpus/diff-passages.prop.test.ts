import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest } from '../spec/digest.ts'
import { diffPassages, type NewPassage } from './diff-passages.ts'
import { placeDigest, textDigests } from './passage-digests.ts'

const word = fc.constantFrom('a', 'b', 'c', 'the cat sat', 'the cat ran', 'the  cat sat', 'x y z')
const passage = fc.record({ text: word, place: fc.constantFrom('A', 'B') })

function next({ text, place }: { readonly text: string; readonly place: string }): NewPassage {
  const { exact, normal } = textDigests('prose', text)
  return { born: digest('born', text), version: exact, normal, placeDigest: placeDigest([place]), text }
}

describe('diffPassages', () => {
  it('continues every old passage at most once, never by a digest it does not have, and loses no equal text', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(passage, fc.boolean()), { maxLength: 12 }), fc.array(passage, { maxLength: 12 }), (before, after) => {
        const alive = before.filter(([, isAlive]) => isAlive)
        const olds = [...alive, ...before.filter(([, isAlive]) => !isAlive)].map(([one, isAlive], at) => ({
          ...next(one),
          id: `old ${at}`,
          isAlive,
        }))
        const news = after.map(next)
        const matched = diffPassages(olds, news)
        const used = matched.filter((at) => at !== null)
        expect(new Set(used).size).toBe(used.length)
        for (const [at, index] of matched.entries()) {
          const [one, other] = [news[at], index === null ? undefined : olds[index]]
          if (other !== undefined && !other.isAlive) expect(other.normal).toBe(one?.normal)
        }
        for (const version of new Set(news.map((one) => one.version))) {
          const wanted = news.filter((one) => one.version === version).length
          const had = olds.filter((one) => one.version === version).length
          const kept = matched.filter(
            (index, at) => index !== null && news[at]?.version === version && olds[index]?.version === version,
          ).length
          expect(kept).toBe(Math.min(wanted, had))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is the identity on an unchanged document', () => {
    fc.assert(
      fc.property(fc.array(passage, { maxLength: 20 }), (all) => {
        const olds = all.map((one, at) => ({ ...next(one), id: `old ${at}`, isAlive: true }))
        expect(diffPassages(olds, all.map(next))).toEqual(all.map((_, at) => at))
      }),
    )
  })
})
