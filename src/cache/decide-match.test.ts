import { describe, expect, it } from 'vitest'
import type { GuardFinding } from '../preanswer/guards/guard.ts'
import type { Digest } from '../spec/digest.ts'
import type { EntryId, PassageId, QuestionId, ScopeId } from '../spec/ids.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Verdict } from '../spec/skills.ts'
import { decideMatch, greyFloor, type MatchQuestion } from './decide-match.ts'
import type { Entry } from './entry.ts'
import type { WeighedCandidate } from './weigh-candidates.ts'

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

const bar = 0.9
const floor = greyFloor.generative
const candidate = (
  id: string,
  probability: number,
  change: Partial<Entry> = {},
  guards: readonly GuardFinding[] = [],
): WeighedCandidate => ({
  entry: entry(id, change),
  preparedFor: `question ${id}`,
  similarity: 0.8,
  margin: null,
  guards,
  features: [],
  nearMiss: null,
  isSameWording: false,
  probability,
})
const finding = (guard: GuardFinding['guard'], resolved = false): GuardFinding => ({ guard, saw: 'asked 5, prepared for 3', resolved })
const says = (kind: Verdict['kind'], reason = 'because') => ({ kind, reason, spend: noSpend })

/** Decides over candidates; the judge says what is given by entry, else that it does not know. */
async function decide(
  candidates: readonly WeighedCandidate[],
  verdicts: Readonly<Record<string, Verdict>> = {},
  given: Partial<MatchQuestion> = {},
) {
  const judged: string[] = []
  const decision = await decideMatch({
    candidates,
    bar,
    isGateOpen: true,
    floor,
    judge: async ({ entry: of }) => {
      judged.push(of.id)
      return verdicts[of.id] ?? says('unsure')
    },
    ...given,
  })
  return { decision, judged }
}

describe('at or above the bar', () => {
  it('serves without asking the judge, and says by what', async () => {
    const { decision, judged } = await decide([candidate('b', 0.4), candidate('a', 0.93)])
    expect(decision).toMatchObject({
      kind: 'serve',
      candidate: { entry: { id: 'a' }, verdict: null, outcome: 'served: probability 0.930 ≥ bar 0.900' },
    })
    expect(judged).toEqual([])
  })

  it.each([
    ['a list', candidate('a', 0.95, { shape: 'list' }), {}],
    ['a closed gate', candidate('a', 0.95), { isGateOpen: false }],
    ['a number that differs', candidate('a', 0.95, {}, [finding('numbers')]), {}],
  ] as const)('asks the judge for %s', async (_, one, given) => {
    expect((await decide([one], { a: says('supported') }, given)).decision).toMatchObject({ kind: 'serve', candidate: { verdict: {} } })
    expect((await decide([one], { a: says('unsupported', 'guard numbers: asked 5') }, given)).decision).toMatchObject({
      kind: 'live',
      reason: 'guard',
      detail: 'guard numbers: asked 5',
    })
    expect((await decide([one], {}, given)).decision).toMatchObject({ kind: 'live', reason: 'reader-disagrees' })
  })

  it('is not kept from serving by what the quotation settles, nor by guards the probability has weighed', async () => {
    for (const guard of [finding('numbers', true), finding('modality')]) {
      expect((await decide([candidate('a', 0.95, {}, [guard])])).judged).toEqual([])
    }
  })

  it.each([
    ['is above the bar, too', 0.99, 0.91],
    ['is close behind', 0.905, 0.89],
  ])('asks the judge where another that is answered differently %s', async (_, first, second) => {
    const both = [candidate('a', first), candidate('b', second)]
    expect((await decide(both, { a: says('supported') })).decision).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'a' } } })
    expect((await decide(both, { a: says('supported'), b: says('supported') })).decision).toMatchObject({ kind: 'live', reason: 'margin' })
    expect((await decide(both, { b: says('supported') })).decision).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'b' } } })
  })

  it('serves where both are answered alike, or the first quotes all that the other does', async () => {
    const quoting = (start: number, end: number): Entry['body'] => ({
      shape: 'quotation',
      text: `${start}`,
      quotes: [{ passage: 'p' as PassageId, version: 'v' as Digest, start, end, text: 'x'.repeat(end - start) }],
      notes: [],
    })
    const alike = [candidate('a', 0.95, { alike: 'x' }), candidate('b', 0.95, { alike: 'x' })]
    expect((await decide(alike)).judged).toEqual([])
    const wide = candidate('wide', 0.95, { body: quoting(10, 40) })
    expect((await decide([wide, candidate('narrow', 0.94, { body: quoting(10, 20) })])).judged).toEqual([])
    expect((await decide([wide, candidate('other', 0.94, { body: quoting(30, 50) })])).judged).toEqual(['wide', 'other'])
  })
})

describe('under the bar', () => {
  it('serves what the judge supports, and nothing it is unsure of', async () => {
    expect((await decide([candidate('a', 0.6)], { a: says('supported') })).decision).toMatchObject({
      kind: 'serve',
      candidate: { outcome: 'supported: because' },
    })
    for (const kind of ['unsupported', 'unsure'] as const) {
      const { decision } = await decide([candidate('a', 0.6)], { a: says(kind, 'another passage') })
      expect(decision).toMatchObject({ kind: 'live', reason: 'reader-disagrees', detail: 'another passage' })
    }
  })

  it('asks the judge in order of probability, down to the grey floor and no further than a supported one is alone', async () => {
    const all = [candidate('c', floor - 0.01), candidate('b', 0.5), candidate('a', 0.7)]
    expect((await decide(all, { a: says('supported') })).judged).toEqual(['a'])
    expect((await decide(all)).judged).toEqual(['a', 'b'])
    const { decision, judged } = await decide([candidate('c', floor - 0.01)])
    expect(decision).toMatchObject({ kind: 'live', reason: 'below-bar' })
    expect(judged).toEqual([])
  })

  it('asks it of everything grey where no bar holds the promise', async () => {
    const { decision, judged } = await decide([candidate('a', 0.999)], {}, { bar: null })
    expect(judged).toEqual(['a'])
    expect(decision).toMatchObject({ kind: 'live' })
  })

  it('serves the wider of two quotations that are as probable, whichever comes first', async () => {
    const quote = (start: number, end: number) => ({
      body: {
        shape: 'quotation' as const,
        text: `${start}`,
        quotes: [{ passage: 'p' as PassageId, version: 'v' as Digest, start, end, text: 'x'.repeat(end - start) }],
        notes: [],
      },
    })
    const both = { wide: says('supported'), narrow: says('supported') }
    const { decision } = await decide([candidate('narrow', 0.6, quote(10, 20)), candidate('wide', 0.59, quote(10, 40))], both)
    expect(decision).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'wide' } } })
  })
})

describe('judged together', () => {
  const both = [candidate('a', 0.7), candidate('b', 0.5), candidate('c', floor - 0.01)]

  it('asks once for all that are worth it, and serves the one that is chosen', async () => {
    const shown: string[][] = []
    const { decision, judged } = await decide(
      both,
      {},
      {
        choose: async (several) => {
          shown.push(several.map(({ entry: { id } }) => id))
          return [says('unsure', 'another one was chosen'), says('supported')]
        },
      },
    )
    expect(shown).toEqual([['a', 'b']])
    expect(judged).toEqual([])
    expect(decision).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'b' } } })
    expect(decision.considered.map(({ verdict }) => verdict?.kind ?? null)).toEqual(['unsure', 'supported', null])
  })

  it('shows three at most, and judges one alone, or each where they cannot be judged together', async () => {
    const many = Array.from({ length: 6 }, (_, at) => candidate(`c${at}`, 0.9 - at / 100))
    let shown = 0
    const none = async (several: readonly WeighedCandidate[]) => {
      shown = several.length
      return several.map(() => says('unsupported', 'none fits'))
    }
    expect((await decide(many, {}, { choose: none, bar: null })).decision).toMatchObject({ kind: 'live', detail: 'none fits' })
    expect(shown).toBe(3)
    expect((await decide([candidate('a', 0.7)], {}, { choose: none })).judged).toEqual(['a'])
    expect((await decide(both, {}, { choose: async () => null })).judged).toEqual(['a', 'b'])
    // The same answer twice is judged once.
    const alike = [candidate('a', 0.7, { alike: 'x' }), candidate('b', 0.6, { alike: 'x' })]
    const { decision, judged } = await decide(alike, { a: says('supported') }, { choose: none })
    expect(judged).toEqual(['a'])
    expect(decision).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'a' } } })
    expect(decision.considered[1]).toMatchObject({ verdict: null, outcome: 'answered like another one, which was judged' })
  })
})

describe('what nothing has verified yet', () => {
  const draft = { status: 'candidate' } as const

  it('is served only where the judge supports it, however probable', async () => {
    expect((await decide([candidate('a', 0.99, draft)])).decision).toMatchObject({ kind: 'live' })
    expect((await decide([candidate('a', 0.99, draft)], { a: says('supported') })).decision).toMatchObject({ kind: 'serve' })
  })

  it('takes no place from what is verified', async () => {
    const drafts = ['d1', 'd2', 'd3'].map((id, at) => candidate(id, 0.7 - at / 100, draft))
    const shown: string[] = []
    const choose = async (several: readonly WeighedCandidate[]) => {
      shown.push(...several.map(({ entry: { id } }) => id))
      return several.map(() => says('unsupported'))
    }
    await decide([...drafts, candidate('a', 0.6), candidate('d4', 0.8, { ...draft, alike: 'a' })], {}, { choose })
    expect(shown).toEqual(['a', 'd1', 'd2'])
  })

  it('is no rival of what is verified and clear', async () => {
    const { decision, judged } = await decide([candidate('draft', 0.99, draft), candidate('a', 0.95)])
    expect(decision).toMatchObject({ kind: 'serve', candidate: { entry: { id: 'a' } } })
    expect(judged).toEqual([])
  })
})

it('says that nothing is near where there is no candidate', async () => {
  expect((await decide([])).decision).toMatchObject({ kind: 'live', reason: 'no-candidate' })
})
