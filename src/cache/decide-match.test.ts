import { describe, expect, it } from 'vitest'
import type { Digest } from '../spec/digest.ts'
import type { EntryId, PassageId, QuestionId, ScopeId } from '../spec/ids.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Verdict } from '../spec/skills.ts'
import { decideMatch, priorBar } from './decide-match.ts'
import type { Entry } from './entry.ts'

const entry = (id: string, change: Partial<Entry> = {}): Entry => ({
  id: id as EntryId,
  scope: 'default' as ScopeId,
  policy: 'p',
  question: id as QuestionId,
  questionText: `question ${id}`,
  kind: 'answer',
  status: 'verified',
  state: 'fresh',
  shape: 'quotation',
  body: { shape: 'quotation', text: id, quotes: [], notes: [] },
  alike: id,
  effort: 'hybrid',
  verdict: 'supported',
  preparedBy: 'sleep',
  region: '',
  promptTokens: 0,
  spend: noSpend,
  model: null,
  recipe: 'r',
  madeAt: 0,
  ...change,
})

const match = (id: string, similarity: number) => ({ entry: id as EntryId, text: `question ${id}`, similarity })
const verdict = (kind: Verdict['kind'], reason = 'because'): Promise<Verdict> => Promise.resolve({ kind, reason, spend: noSpend })
const entries = (...all: readonly Entry[]) => new Map(all.map((one) => [one.id as string, one]))

describe('decideMatch', () => {
  it('serves the nearest entry its judge supports', async () => {
    const decision = await decideMatch({
      matches: [match('a', 0.9)],
      entries: entries(entry('a')),
      bar: priorBar,
      judge: () => verdict('supported'),
    })
    expect(decision).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'a' } } })
  })

  it('goes live when the judge refuses or is unsure, however near the key', async () => {
    for (const kind of ['unsupported', 'unsure'] as const) {
      const decision = await decideMatch({
        matches: [match('a', 0.99)],
        entries: entries(entry('a')),
        bar: priorBar,
        judge: () => verdict(kind, 'guard numbers: asked 5, prepared 3'),
      })
      expect(decision).toMatchObject({ kind: 'live', reason: 'guard' })
    }
  })

  it('does not ask the judge about foreign questions', async () => {
    let asked = 0
    const judge = () => {
      asked += 1
      return verdict('supported')
    }
    expect(await decideMatch({ matches: [match('a', 0.3)], entries: entries(entry('a')), bar: priorBar, judge })).toMatchObject({
      kind: 'live',
      reason: 'below-bar',
    })
    expect(asked).toBe(0)
  })

  it('does not choose between two supported entries that are as near and answered differently', async () => {
    const decision = await decideMatch({
      matches: [match('a', 0.9), match('b', 0.89)],
      entries: entries(entry('a'), entry('b')),
      bar: priorBar,
      judge: () => verdict('supported'),
    })
    expect(decision).toMatchObject({ kind: 'live', reason: 'margin' })
  })

  it('serves where both are answered alike', async () => {
    const decision = await decideMatch({
      matches: [match('a', 0.9), match('b', 0.89)],
      entries: entries(entry('a', { alike: 'x' }), entry('b', { alike: 'x' })),
      bar: priorBar,
      judge: () => verdict('supported'),
    })
    expect(decision).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'a' } } })
  })

  it.each([
    { status: 'candidate' },
    { kind: 'absence' },
    { state: 'stale' },
    { state: 'dormant' },
  ] as const)('never matches an entry that is %o', async (change) => {
    const decision = await decideMatch({
      matches: [match('a', 0.99)],
      entries: entries(entry('a', change)),
      bar: priorBar,
      judge: () => verdict('supported'),
    })
    expect(decision).toMatchObject({ kind: 'live', reason: 'no-candidate' })
  })

  it('wants more nearness for a list than for a quotation', async () => {
    const decision = await decideMatch({
      matches: [match('a', 0.8)],
      entries: entries(entry('a', { shape: 'list' })),
      bar: priorBar,
      judge: () => verdict('supported'),
    })
    expect(decision).toMatchObject({ kind: 'live', reason: 'below-bar' })
  })

  it('serves the wider of two quotations that are as near, and neither where none holds the other', async () => {
    const quoting = (start: number, end: number): Entry['body'] => ({
      shape: 'quotation',
      text: `${start}`,
      quotes: [{ passage: 'p' as PassageId, version: 'v' as Digest, start, end, text: 'x'.repeat(end - start) }],
      notes: [],
    })
    const decide = (wide: Entry['body']) =>
      decideMatch({
        matches: [match('narrow', 0.9), match('wide', 0.89)],
        entries: entries(entry('narrow', { body: quoting(10, 20) }), entry('wide', { body: wide })),
        bar: priorBar,
        judge: () => verdict('supported'),
      })
    expect(await decide(quoting(10, 40))).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'wide' } } })
    expect(await decide(quoting(15, 40))).toMatchObject({ kind: 'live', reason: 'margin' })
  })

  it('wants no more nearness for several passages than for one: the reader confirms the first', async () => {
    const decision = await decideMatch({
      matches: [match('a', 0.8)],
      entries: entries(entry('a', { shape: 'several' })),
      bar: priorBar,
      judge: () => verdict('supported'),
    })
    expect(decision).toMatchObject({ kind: 'serve' })
  })
})
