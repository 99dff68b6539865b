import { expect, test } from 'vitest'
import type { Digest } from '../../spec/digest.ts'
import type { DocumentId, PassageId } from '../../spec/ids.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { rankUnits } from './ranked-unit.ts'

const texts = ['The port is 3000.', 'Set the port with `--port`.', 'The host is localhost.']

/** Units as one search brings them. */
function found(): readonly ScoredUnit[] {
  const termWeights = new Map([['port', 2]])
  return texts.map((text, at) => ({
    passage: `passage ${at}` as PassageId,
    version: 'version' as Digest,
    document: 'document' as DocumentId,
    path: 'server.md',
    title: 'Server',
    place: ['Server', at === 1 ? 'Port' : 'Defaults'],
    kind: 'prose',
    symbol: null,
    passageText: text,
    start: 0,
    end: text.length,
    text,
    score: 0.5,
    cosine: 0.5 + at / 100,
    bm25: 1,
    modifiedAt: 0,
    termWeights,
  }))
}

test('units read before rank among others as units read anew', () => {
  const evidence = found()
  for (const question of ['What is the port?', 'How do I set the port?', 'What is the port?']) {
    rankUnits(question, evidence)
    const [one, ...others] = evidence
    if (one === undefined) throw new Error('there are units')
    const added = { ...one, text: 'The port is not fixed.', cosine: null }
    const again = rankUnits(question, [...others, one, added])
    const [first, ...rest] = found()
    if (first === undefined) throw new Error('there are units')
    expect(again).toEqual(rankUnits(question, [...rest, first, { ...first, text: added.text, cosine: null }]))
  }
})
