import { describe, expect, it } from 'vitest'
import type { AnswerBody } from '../spec/answer.ts'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId } from '../spec/ids.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { stillAdmissible } from './still-admissible.ts'

const unit = (path: string, text: string, cosine: number): ScoredUnit => ({
  passage: path as string as PassageId,
  version: path as string as Digest,
  document: path as string as DocumentId,
  path,
  title: null,
  place: [],
  kind: 'prose',
  symbol: null,
  passageText: text,
  start: 0,
  end: text.length,
  text,
  score: cosine,
  cosine,
  bm25: 0,
  modifiedAt: 0,
})
const quoting = (...units: readonly ScoredUnit[]): AnswerBody => ({
  shape: units.length > 1 ? 'several' : 'quotation',
  text: units.map(({ text }) => text).join('\n\n'),
  quotes: units.map(({ passage, version, text }) => ({ passage, version, start: 0, end: text.length, text })),
  notes: [],
})

const question = 'What is the default port of the server?'
const three = unit('guide.md', 'The default port of the server is 3000.', 0.9)
const four = unit('notes.md', 'The default port of the server is 4000.', 0.88)
const other = unit('log.md', 'Logs are kept for a week.', 0.2)
const answer = (body: AnswerBody, evidence: readonly ScoredUnit[], roundTrip: number | null = 3) =>
  stillAdmissible({ question, kind: 'answer', body, roundTrip, evidence })

describe('what was prepared, judged again', () => {
  it('a quotation holds while its passage comes back among the first', async () => {
    expect((await answer(quoting(three), [three, other])).holds).toBe(true)
    const crowd = ['a', 'b', 'c'].map((name, at) => unit(`${name}.md`, `The ${name} server has a port by default.`, 0.95 - at / 100))
    expect((await answer(quoting(three), [...crowd, three])).holds).toBe(false)
  })

  it('it does not hold once another passage states another value, however far behind, unless it quotes that too', async () => {
    const refused = await answer(quoting(three), [three, { ...four, cosine: 0.3, score: 0.3 }])
    expect(refused).toEqual({ holds: false, reason: 'notes.md states another value' })
    expect((await answer(quoting(three, four), [three, four])).holds).toBe(true)
    expect((await answer(quoting(three), [three, four], null)).holds).toBe(false)
  })

  it('another value of something else is no contradiction', async () => {
    const timeout = unit('limits.md', 'The timeout of a request to the proxy is 4000.', 0.6)
    expect((await answer(quoting(three), [three, timeout])).holds).toBe(true)
  })

  it('what was read holds while the reader would still answer with it', async () => {
    expect((await answer(quoting(three), [three, other], null)).holds).toBe(true)
    expect((await answer(quoting(other), [three, other], null)).holds).toBe(false)
  })

  it('an absence holds while nothing answers it', async () => {
    const absence = { question, kind: 'absence', body: quoting(), roundTrip: null } as const
    expect((await stillAdmissible({ ...absence, evidence: [other] })).holds).toBe(true)
    expect((await stillAdmissible({ ...absence, evidence: [] })).holds).toBe(true)
    expect((await stillAdmissible({ ...absence, evidence: [three, other] })).holds).toBe(false)
  })
})
