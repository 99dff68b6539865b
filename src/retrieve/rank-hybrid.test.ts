import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId } from '../spec/ids.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { inverseFrequency, termScore } from './bm25.ts'
import { createMemorySegment, type MemoryPassage } from './memory-segment.ts'
import { questionTerms } from './question-terms.ts'
import { rankHybrid, weighTerms } from './rank-hybrid.ts'
import { tokenise } from './tokenise.ts'

const embedder = createHashingEmbedder()
let slots = 0
const nextSlot = () => slots++

async function passageOf(texts: readonly string[], number: number): Promise<MemoryPassage> {
  const units = texts.map((text, at) => ({ start: at * 100, end: at * 100 + text.length, text }))
  return {
    id: `p${number}` as PassageId,
    version: `v${number}` as Digest,
    document: `d${number % 3}` as DocumentId,
    path: `d${number % 3}.md`,
    title: null,
    ordinal: number,
    kind: 'prose',
    text: texts.join(' '),
    place: [],
    symbol: null,
    modifiedAt: 0,
    units,
    vectors: await embedder.embedMany(texts),
  }
}

const word = fc.constantFrom('limit', 'body', 'size', 'cookie', 'header', 'route', 'set', 'server', 'port', 'cache')
const sentence = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '))

test('the pruned ranking is the full one: cosine + 0.05 · BM25 over every unit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(sentence, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 60 }),
      sentence,
      async (texts, question) => {
        const passages = await Promise.all(texts.map(passageOf))
        const segment = createMemorySegment(passages, embedder.dimensions, nextSlot)
        const vector = await embedder.embedQuestion(question)
        const terms = await weighTerms([segment], questionTerms(question))
        const ranked = await rankHybrid([segment], terms, vector, 5)
        const all = passages.flatMap((passage) =>
          passage.units.map((unit, at) => {
            let dot = 0
            passage.vectors[at]?.forEach((value, index) => {
              dot += value * (vector[index] ?? 0)
            })
            const tokens = tokenise(unit.text)
            let bm25 = 0
            for (const term of questionTerms(question)) {
              const frequency = passages.filter(({ units }) => units.some(({ text }) => tokenise(text).includes(term))).length
              bm25 += termScore(
                tokens.filter((token) => token === term).length,
                tokens.length,
                inverseFrequency(passages.length, frequency),
              )
            }
            return dot / 127 / 127 + 0.05 * bm25
          }),
        )
        const expected = all.sort((a, b) => b - a).slice(0, 5)
        ranked.forEach(({ score }, at) => {
          expect(score).toBeCloseTo(expected[at] ?? 0, 6)
        })
        expect(ranked).toHaveLength(Math.min(5, all.length))
      },
    ),
    { numRuns: 60 },
  )
})

test('without a vector words alone rank; a unit whose vector is owed still can be found', async () => {
  const owed = { ...(await passageOf(['the rare zebra crossing'], 1)), vectors: [null] }
  const other = await passageOf(['limit of the body size'], 2)
  const segment = createMemorySegment([owed, other], embedder.dimensions, nextSlot)
  const terms = await weighTerms([segment], questionTerms('zebra'))
  expect((await rankHybrid([segment], terms, null, 3)).map(({ unit }) => unit.passage.id)).toEqual(['p1'])
  const withVector = await rankHybrid([segment], terms, await embedder.embedQuestion('zebra'), 3)
  expect(withVector[0]?.unit.passage.id).toBe('p1')
  expect(withVector[0]?.cosine).toBeNull()
})

test('code without a vector of its own takes its passage’s', async () => {
  const vectors = await embedder.embedMany(['parse options'])
  const passage = { ...(await passageOf(['parse options', 'return frobnicate(text)'], 1)), vectors: [vectors[0] ?? null, null] }
  const segment = createMemorySegment([passage], embedder.dimensions, nextSlot)
  const vector = await embedder.embedQuestion('parse options')
  const ranked = await rankHybrid([segment], await weighTerms([segment], ['frobnicat']), vector, 2)
  expect(new Set(ranked.map(({ cosine }) => cosine))).toEqual(new Set([ranked[0]?.cosine]))
  expect(ranked).toHaveLength(2)
})
