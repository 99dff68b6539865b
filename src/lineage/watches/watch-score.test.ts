import { describe, expect, it } from 'vitest'
import { createMemorySegment, type MemoryPassage } from '../../retrieve/memory-segment.ts'
import { questionTerms } from '../../retrieve/question-terms.ts'
import { rankHybrid, weighTerms } from '../../retrieve/rank-hybrid.ts'
import type { Digest } from '../../spec/digest.ts'
import type { DocumentId, PassageId } from '../../spec/ids.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { watchScore } from './watch-score.ts'
import { watchedPassage } from './watched-passage.ts'

const embedder = createHashingEmbedder()
const units = (texts: readonly string[]) => {
  let at = 0
  return texts.map((text) => {
    const unit = { start: at, end: at + text.length, text }
    at += text.length + 1
    return unit
  })
}

async function passage(id: string, title: string | null, place: readonly string[], texts: readonly string[], embedded: readonly boolean[]) {
  const vectors = await embedder.embedMany(texts)
  const made: MemoryPassage = {
    id: id as PassageId,
    version: id as Digest,
    document: id as DocumentId,
    path: `${id}.md`,
    title,
    ordinal: 0,
    kind: 'prose',
    text: texts.join(' '),
    place,
    symbol: null,
    modifiedAt: 0,
    units: units(texts),
    vectors: texts.map((_, at) => (embedded[at] === true ? (vectors[at] ?? null) : null)),
  }
  return made
}

describe('the score of a unit under a watch', () => {
  it('is what retrieval ranks it by, to the last digit: title and place, repeated words, units without a vector', async () => {
    const passages = [
      await passage('a', 'Listening', ['Server', 'Port'], ['The port is 3000.', 'The port of the port proxy is 80.'], [true, true]),
      await passage('b', null, [], ['Listening takes a port and a host.', 'const port = 1'], [true, false]),
      await passage('c', 'Logging', ['Levels'], ['Nothing of the kind.', 'A level is a number.'], [true, true]),
      await passage('d', 'Ports', [], ['Left without vectors, a port.'], [false]),
    ]
    const segment = createMemorySegment(
      passages,
      embedder.dimensions,
      (() => {
        let slot = 0
        return () => slot++
      })(),
    )
    const question = 'Which port does the server listen on?'
    const terms = await weighTerms([segment], questionTerms(question))
    const vector = await embedder.embedQuestion(question)
    for (const asked of [vector, null]) {
      const ranked = await rankHybrid([segment], terms, asked, 24)
      expect(ranked.length).toBeGreaterThan(2)
      for (const { unit, score } of ranked) {
        const own = passages.find(({ id }) => id === unit.passage.id)
        if (own === undefined) throw new Error('ranked something else')
        const watched = watchedPassage({
          ...own,
          passage: own.id,
          units: own.units.map((one, at) => ({ ...one, embeds: own.vectors[at] !== null, vector: own.vectors[at] ?? null })),
        })
        const tried = watched.units[unit.ordinal]
        if (tried === undefined) throw new Error('counted fewer units')
        expect(watchScore({ terms }, asked, watched, tried)).toBeCloseTo(score, 12)
      }
    }
  })
})
