import { describe, expect, it } from 'vitest'
import type { PassageId } from '../../spec/ids.ts'
import type { Commit, PastAsk, PredictionInputs } from '../../spec/predictor.ts'
import type { QuestionDraft, QuestionOrigin } from '../../spec/question.ts'
import { allPredictors } from './all-predictors.ts'
import { changeDocuments } from './change-documents.ts'
import { createChanges } from './changes.ts'
import { createCommits } from './commits.ts'
import { blind, frequency, recency } from './controls.ts'
import { conversation } from './conversation.ts'
import { coverMeanings } from './cover-meanings.ts'
import { misses } from './misses.ts'
import { recurrence } from './recurrence.ts'
import { season } from './season.ts'
import { structure } from './structure.ts'
import { dayMs, hourMs, weekMs } from './time-spans.ts'
import { transitions } from './transitions.ts'

/** A Monday, noon. */
const now = Date.UTC(2026, 5, 15, 12)

function ask(question: string, daysAgo: number, more: Partial<PastAsk> = {}): PastAsk {
  return { at: now - daysAgo * dayMs, question, session: null, isMiss: false, region: '', ...more }
}

function inputs(more: Partial<PredictionInputs>): PredictionInputs {
  const asks = [...(more.asks ?? [])].sort((one, other) => one.at - other.at)
  return { now, changes: [], commits: [], candidates: [], pinned: [], conversations: [], ...more, asks }
}

function candidate(text: string, region: string, probability = 0.5, origin: QuestionOrigin = 'structure'): QuestionDraft {
  return { text, origin, probability, region, about: { kind: 'unknown' } }
}

/** Texts are alike by the share of their words. */
function similarity(one: string, other: string): number {
  const [a, b] = [new Set(one.toLowerCase().split(/\W+/)), new Set(other.toLowerCase().split(/\W+/))]
  return [...a].filter((word) => b.has(word)).length / Math.max(a.size, b.size)
}

const texts = (predictions: readonly { readonly text: string }[]) => predictions.map(({ text }) => text)

describe('every predictor', () => {
  it('proposes nothing from nothing, never more than asked for, and the same again', async () => {
    const full = inputs({
      asks: Array.from({ length: 60 }, (_, index) =>
        ask(`What is part ${index % 12}?`, 30 - index / 2, { session: `s${index % 5}`, isMiss: index % 3 === 0 }),
      ),
      candidates: Array.from({ length: 30 }, (_, index) => candidate(`How is part ${index} set?`, `docs/${index % 4}.md`)),
      conversations: [{ session: 's1', at: now - 1000, questions: ['What is part 1?'] }],
      pinned: ['What is pinned here?'],
      similarity,
    })
    for (const predictor of allPredictors({ hasChangeDocuments: true })) {
      expect(await predictor.predict(inputs({}), 10), predictor.name).toEqual([])
      const made = await predictor.predict(full, 5)
      expect(made.length, predictor.name).toBeLessThanOrEqual(5)
      expect(await predictor.predict(full, 5)).toEqual(made)
      expect(await predictor.predict(full, 0)).toEqual([])
      for (const { origin, probability, expiresAt } of made) {
        expect(origin).toBe(predictor.name)
        expect(probability > 0 && probability <= 0.999 && expiresAt > now).toBe(true)
      }
      const chances = made.map(({ probability }) => probability)
      expect(chances).toEqual([...chances].sort((one, other) => other - one))
    }
  })
})

describe('recurrence', () => {
  it('ranks by how often and how lately, and counts other wordings of one question together', async () => {
    const asks = [
      ...[1, 3, 5, 6].map((days) => ask('How do I reset my password?', days)),
      ...[2, 4].map((days) => ask('Where is the log file of the server?', days)),
      ...[80, 85].map((days) => ask('Who wrote the old importer?', days)),
    ]
    const made = await recurrence.predict(inputs({ asks }), 10)
    expect(texts(made)).toEqual(['How do I reset my password?', 'Where is the log file of the server?', 'Who wrote the old importer?'])
    expect(made[0]?.probability).toBeGreaterThan(0.5)
    expect(made[2]?.probability).toBeLessThan(0.2)
    const other = [...asks, ...[1, 2, 3, 4].map((days) => ask(`Where is the log file of the server ${days}?`, days))]
    expect(texts(await recurrence.predict(inputs({ asks: other, similarity }), 1))[0]).toContain('log file')
  })

  it('promises little for what was asked once, as most of that never comes again', async () => {
    const once = await recurrence.predict(inputs({ asks: Array.from({ length: 40 }, (_, index) => ask(`Odd thing ${index}?`, index)) }), 40)
    expect(once).toHaveLength(40)
    expect(once[0]?.probability).toBeLessThan(0.15)
  })

  it('expects what comes at even distances', async () => {
    const asks = [73, 59, 45, 31, 17, 10].flatMap((days, index) => (index < 5 ? [ask('What is the fortnight total?', days - 4)] : []))
    const [made] = await recurrence.predict(inputs({ asks }), 1)
    expect(made?.probability).toBeGreaterThan(0.6)
  })
})

describe('season', () => {
  it('expects a weekday question on its weekday only', async () => {
    const mondays = [7, 14, 21, 28].map((days) => ask('What is in the Monday report?', days))
    const others = [1, 2, 3, 9, 10, 12, 16, 18].map((days) => ask('How is the weather?', days))
    const made = await season.predict(inputs({ asks: [...mondays, ...others] }), 10)
    expect(texts(made)).toContain('What is in the Monday report?')
    expect(made[0]?.expiresAt).toBeLessThanOrEqual(now + 2 * dayMs)
    const thursday = await season.predict({ ...inputs({ asks: [...mondays, ...others] }), now: now + 3 * dayMs }, 10)
    expect(thursday.some(({ text, expiresAt }) => text.includes('Monday') && expiresAt - now > 3.6 * dayMs)).toBe(false)
  })

  it('expects a question of the month end at the next one', async () => {
    const ends = [
      [1, 30],
      [2, 27],
      [3, 30],
      [4, 29],
    ].map(([month = 0, day = 0]) => ({
      ...ask('How are the books closed?', 0),
      at: Date.UTC(2026, month - 1, day, 15),
    }))
    const end = { ...inputs({ asks: ends }), now: Date.UTC(2026, 4, 30, 9) }
    expect(texts(await season.predict(end, 5))).toEqual(['How are the books closed?'])
    expect(await season.predict({ ...end, now: Date.UTC(2026, 4, 12, 0) }, 5)).toEqual([])
  })
})

describe('transitions', () => {
  const session = (name: string, days: number, ...questions: readonly string[]) =>
    questions.map((question, index) => ({ ...ask(question, days, { session: name }), at: now - days * dayMs + index * 60_000 }))

  it('knows what follows, by two turns before one, and by turns that are alike', async () => {
    const asks = [
      ...session('a', 4, 'How do I install it?', 'Which port is used?', 'How do I change the port?'),
      ...session('b', 3, 'How do I install it?', 'Which port is used?', 'How do I change the port?'),
      ...session('c', 2, 'What is new?', 'Which port is used?', 'Is the port open?'),
    ]
    const open = (...questions: readonly string[]) => [{ session: 'z', at: now - 60_000, questions }]
    expect(texts(await transitions.predict(inputs({ asks, conversations: open('How do I install it?') }), 5))).toEqual([
      'Which port is used?',
    ])
    const second = open('What is new?', 'Which port is used?')
    expect(texts(await transitions.predict(inputs({ asks, conversations: second }), 5))[0]).toBe('Is the port open?')
    const alike = open('How do I install it now?')
    expect(await transitions.predict(inputs({ asks, conversations: alike }), 5)).toEqual([])
    expect(texts(await transitions.predict(inputs({ asks, conversations: alike, similarity }), 5))).toEqual(['Which port is used?'])
  })
})

describe('misses', () => {
  it('expects what was not answered, and what of the pool is near to it', async () => {
    const asks = [...[1, 2].map((days) => ask('How do I rotate the signing key?', days, { isMiss: true })), ask('What is Reverie?', 1)]
    const candidates = [
      candidate('How do I rotate the signing key early?', 'docs/keys.md'),
      candidate('What is a scope?', 'docs/scopes.md'),
    ]
    const made = await misses.predict(inputs({ asks, candidates, similarity }), 10)
    expect(texts(made)).toEqual(['How do I rotate the signing key?', 'How do I rotate the signing key early?'])
    expect((made[0]?.probability ?? 0) > (made[1]?.probability ?? 1)).toBe(true)
    const byRegion = [ask('Where are keys kept?', 1, { isMiss: true, region: 'docs/keys.md' })]
    expect(texts(await misses.predict(inputs({ asks: byRegion, candidates }), 10))).toContain('How do I rotate the signing key early?')
  })
})

describe('conversation', () => {
  it('follows up in the region it was answered from, and asks of this name what was asked of others', async () => {
    const asks = [
      { ...ask('Where was Ada Lovelace born?', 9, { session: 'a' }) },
      { ...ask('Did Ada Lovelace have children?', 8.99, { session: 'a' }) },
      { ...ask('Where was Alan Turing born?', 7, { session: 'b' }) },
      { ...ask('Did Alan Turing have children?', 6.99, { session: 'b' }) },
      { ...ask('Where was Grace Hopper born?', 0.001, { session: 'z', region: 'people/hopper.md' }) },
    ]
    const candidates = [candidate('What did Grace Hopper write?', 'people/hopper.md'), candidate('What is a compiler?', 'docs/compiler.md')]
    const conversations = [{ session: 'z', at: now - 1000, questions: ['Where was Grace Hopper born?'] }]
    const made = texts(await conversation.predict(inputs({ asks, candidates, conversations }), 10))
    expect(made).toContain('Did Grace Hopper have children?')
    expect(made).toContain('What did Grace Hopper write?')
    expect(made).not.toContain('What is a compiler?')
    expect(
      await conversation.predict(
        inputs({ asks, candidates, conversations: [{ session: 'z', at: now - 2 * hourMs, questions: ['x?'] }] }),
        5,
      ),
    ).toEqual([])
  })
})

describe('structure', () => {
  it('draws from the regions that people ask about', async () => {
    const candidates = ['a', 'b', 'c'].flatMap((region) =>
      [1, 2].map((no) => candidate(`What is ${region} ${no}?`, region, region === 'c' ? 0.8 : 0.5)),
    )
    const asks = Array.from({ length: 30 }, (_, index) => ask(`Something else ${index}?`, index / 5, { region: 'b' }))
    expect((await structure.predict(inputs({ candidates }), 6))[0]?.region).toBe('c')
    expect((await structure.predict(inputs({ candidates, asks }), 6))[0]?.region).toBe('b')
  })
})

describe('changes and commits', () => {
  const commit = (daysAgo: number, subject: string, paths: readonly string[], symbols: readonly string[] = []): Commit => ({
    at: now - daysAgo * dayMs,
    id: `${subject.length}abcdef0123456789`,
    subject,
    paths,
    symbols,
  })
  const change = { at: now - dayMs, path: 'docs/caps.md', title: 'Caps', isNew: false, passages: ['p1' as PassageId] }
  const commits = [
    commit(1, 'Keep the cap when two reserve at once', ['src/ledger/meter.ts', 'src/ledger/meter.test.ts', 'docs/caps.md'], ['settle']),
    commit(2, 'wip', ['src/faces/x.ts'], ['unclear']),
    commit(3, 'Fix caps', ['src/ledger/meter.ts'], ['reserve']),
    commit(4, '', ['Makefile']),
    commit(20, 'Begin the ledger with its tables', ['src/old/begin.ts'], ['begin']),
  ]

  it('asks more of documents that changed, most of the passages that did', async () => {
    const about = { kind: 'claim', claims: [], passages: ['p1' as PassageId] } as const
    const candidates = [
      candidate('What is elsewhere?', 'docs/else.md'),
      candidate('What is beside it?', 'docs/caps.md'),
      { ...candidate('What is the cap?', 'docs/caps.md'), about },
    ]
    const made = await createChanges({ hasChangeDocuments: false }).predict(inputs({ candidates, changes: [change] }), 10)
    expect(texts(made)).toEqual(['What is the cap?', 'What is beside it?'])
  })

  it('asks only what the documents made of the commits answer under that very heading', async () => {
    const known = inputs({ commits, changes: [change] })
    const asked = texts([
      ...(await createChanges({ hasChangeDocuments: true }).predict(known, 50)),
      ...(await createCommits({ hasChangeDocuments: true }).predict(known, 50)),
    ])
    expect(asked.toSorted()).toEqual([
      'What changed in Caps last week?',
      'What changed in `Makefile` last week?',
      'What changed in `docs` last week?',
      'What changed in `src/faces` last week?',
      'What changed in `src/ledger` last week?',
      'What changed in `src` last week?',
      'Which tests cover `src/ledger/meter.ts`?',
      'Why was `reserve` changed?',
      'Why was `settle` changed?',
    ])
    const documents = changeDocuments(known)
    const text = documents.map((document) => document.text).join('\n')
    for (const question of asked) expect(text).toMatch(new RegExp(`## ${question.replace(/[?.]/g, '\\$&')}\\n\\n.+\\.\\n`))
    expect(text).toContain('Keep the cap when two reserve at once')
    // None is left out for its words: how many there were is part of the answer.
    expect(text).toContain('`src/ledger` was changed by 2 commits: “Keep the cap when two reserve at once” (')
    expect(text).toMatch(/`src` was changed by 3 commits: .*“wip” \(.*“Fix caps” \(/)
    expect(text).toContain('`Makefile` was changed by one commit: without a subject (')
    expect(text).toContain('`src/ledger/meter.ts` is covered by `src/ledger/meter.test.ts`.')
    expect(changeDocuments({ ...known, now: now + hourMs })).toEqual(documents)
    expect(changeDocuments({ ...known, now: now + 2 * weekMs })).toEqual([])
    expect(await createCommits({ hasChangeDocuments: false }).predict(known, 50)).toEqual([])
  })
})

describe('controls', () => {
  it('are the pool by digest, the last asked and the most asked', async () => {
    const asks = [ask('A?', 3), ask('A', 2.5), ask('B?', 2), ask('C?', 1)]
    expect(texts(await recency.predict(inputs({ asks }), 2))).toEqual(['C?', 'B?'])
    expect(texts(await frequency.predict(inputs({ asks }), 2))).toEqual(['A', 'C?'])
    const candidates = Array.from({ length: 20 }, (_, index) => candidate(`Q ${index}?`, 'r', index / 20))
    const drawn = texts(await blind.predict(inputs({ candidates }), 5))
    expect(drawn).toHaveLength(5)
    expect(texts(await blind.predict(inputs({ candidates: candidates.toReversed() }), 5))).toEqual(drawn)
    expect(drawn).not.toEqual(texts(candidates.toReversed().slice(0, 5)))
  })
})

describe('coverMeanings', () => {
  it('takes one of each group of alike texts before a second of any', async () => {
    const all = ['a b c d e f g', 'a b c d e f g h', 'a b c d e f g i', 'x y z', 'q']
    const chosen = await coverMeanings({ texts: all, weights: [1, 1, 1, 1.2, 0.8], similarity, limit: 3 })
    expect(chosen.map(({ item }) => item)).toEqual([0, 3, 4])
    expect(chosen[0]?.gain).toBeGreaterThan(1.5)
    expect(await coverMeanings({ texts: all, weights: [0, 0, 0, 0, 0], similarity: undefined, limit: 3 })).toEqual([])
  })
})
