import { describe, expect, test } from 'vitest'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId } from '../spec/ids.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { createExtractiveVerifier } from './extractive-verifier.ts'

const verifier = createExtractiveVerifier()

function unit(at: number, text: string, cosine: number): ScoredUnit {
  return {
    passage: `p${at}` as PassageId,
    version: `v${at}` as Digest,
    document: 'd' as DocumentId,
    path: 'docs/guide.md',
    title: 'Guide',
    place: [],
    kind: 'prose',
    symbol: null,
    passageText: text,
    start: 0,
    end: text.length,
    text,
    score: cosine,
    cosine,
    bm25: 1,
    modifiedAt: 0,
  }
}

const others = [1, 2, 3, 4, 5].map((at) => unit(at, `Handling a mapping error number ${at} is left to you.`, 0.9))
const cited = unit(9, 'Errors are handled by `onError`, a mapping of codes.', 0.62)

function judge(asked: string, preparedFor: string, live: readonly ScoredUnit[]) {
  const quote = { passage: cited.passage, version: cited.version, start: 0, end: cited.end, text: cited.text }
  const body = { shape: 'quotation' as const, text: cited.text, quotes: [quote], notes: [] }
  return verifier.judgeMatch({ question: asked, preparedFor, body, live, region: 'docs/guide.md' })
}

describe('a match whose passage the reader ranks behind others', () => {
  const prepared = 'How does handling of mapping errors work?'

  test('is supported where both questions say the same words', async () => {
    expect(await judge('How do I handle mapping errors?', prepared, [...others, cited])).toMatchObject({ kind: 'supported' })
  })

  test('is refused where they do not', async () => {
    expect(await judge('How do I handle mapping errors?', 'What takes care of failing codes?', [...others, cited])).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('among the first 3'),
    })
  })

  test('is refused where the passage is not among what was retrieved or far behind', async () => {
    expect(await judge('How do I handle mapping errors?', prepared, others)).toMatchObject({ kind: 'unsupported' })
    const far = { ...cited, cosine: 0.1 }
    expect(await judge('How do I handle mapping errors?', prepared, [...others, far])).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('fits better'),
    })
  })

  test('is refused by a guard whatever words they share', async () => {
    expect(await judge('How do I not handle mapping errors?', 'How do I handle mapping errors?', [cited])).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('guard negation'),
    })
  })
})
