import { expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { digest } from '../spec/digest.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { QuestionDraft, QuestionOrigin } from '../spec/question.ts'
import { type Statement, type Store, statement } from '../spec/store.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'
import { documentRow, scopeRow, testScope } from '../testing/store-rows.ts'
import { loadPredictionInputs } from './load-inputs.ts'
import { dayMs } from './predictors/time-spans.ts'
import { predictStatements } from './questions-table.ts'

const now = 100 * dayMs

async function withStore(body: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ path: ':memory:', clock: scriptedClock() })
  try {
    await store.write(scopeRow(store))
    await body(store)
  } finally {
    await store.close()
  }
}

function record(
  store: Store,
  question: string,
  at: number,
  more: { readonly served?: 'hit' | 'live'; readonly session?: string } = {},
): Statement {
  const { served = 'live', session = null } = more
  const row = { scope: testScope, ask: digest(question, at), at, question, served, entry: null, prepared_by: null, session }
  return statement(store.read.insertInto('records').values({ ...row, answer: '{}', decision: '{}' }))
}

function draft(text: string, origin: QuestionOrigin, probability: number): QuestionDraft {
  return { text, origin, probability, region: 'docs/a.md', about: { kind: 'unknown' } }
}

function vector(store: Store, text: string, values: readonly number[]): Statement {
  const row = {
    scope: testScope,
    embedder: 'test',
    digest: keyVectorDigest(text),
    vector: new Uint8Array(Int8Array.from(values).buffer),
    revision: 1,
  }
  return statement(store.read.insertInto('vectors').values(row))
}

it('reads nothing from an empty scope, and from one that is not there', async () => {
  await withStore(async (store) => {
    const empty = { now, asks: [], changes: [], commits: [], candidates: [], pinned: [], conversations: [] }
    expect(await loadPredictionInputs({ store, scope: testScope, now })).toEqual(empty)
    expect(await loadPredictionInputs({ store, scope: 'none' as typeof testScope, now })).toEqual(empty)
  })
})

it('reads asks oldest first up to now, the pool without what was only asked, and conversations that are open', async () => {
  await withStore(async (store) => {
    await store.write([
      record(store, 'How is it set up?', now - dayMs, { served: 'hit', session: 'old' }),
      record(store, 'Which port is it?', now - 60_000, { session: 'open' }),
      record(store, 'And the host?', now - 30_000, { session: 'open' }),
      record(store, 'Is this tomorrow?', now + dayMs),
      record(store, '', now - 1000),
      ...predictStatements(
        store.read,
        testScope,
        [
          draft('What is a port?', 'structure', 0.4),
          draft('What is a host?', 'model', 0.8),
          draft('Is it asked only?', 'asked', 0.9),
          draft('Is it pinned?', 'pinned', 0.9),
        ],
        now,
      ),
      vector(store, 'Which port is it?', [100, 0, 0]),
      vector(store, 'What is a port?', [80, 60, 0]),
    ])
    const inputs = await loadPredictionInputs({ store, scope: testScope, now })
    expect(inputs.asks.map(({ question, isMiss, session }) => [question, isMiss, session])).toEqual([
      ['How is it set up?', false, 'old'],
      ['Which port is it?', true, 'open'],
      ['And the host?', true, 'open'],
    ])
    expect(inputs.candidates.map(({ text, origin }) => [text, origin])).toEqual([
      ['What is a host?', 'model'],
      ['What is a port?', 'structure'],
    ])
    expect(inputs.pinned).toEqual(['Is it pinned?'])
    expect(inputs.conversations).toEqual([{ session: 'open', at: now - 30_000, questions: ['Which port is it?', 'And the host?'] }])
    expect(inputs.similarity?.('Which port is it?', 'What is a port?')).toBeCloseTo(0.8)
    expect(inputs.similarity?.('Which port is it?', 'What is a host?')).toBeNull()
    expect((await loadPredictionInputs({ store, scope: testScope, now, embedder: null })).similarity).toBeUndefined()
    expect((await loadPredictionInputs({ store, scope: testScope, now, embedder: 'another' })).similarity).toBeUndefined()
  })
})

it('tells what changed since the scope began, and not what it began with', async () => {
  await withStore(async (store) => {
    const committed = (document: string, at: number) =>
      statement(store.read.updateTable('documents').set({ committed_at: at, title: 'Title' }).where('document', '=', document))
    await store.write([
      ...['first', 'long-ago', 'lately', 'later'].map((document) => documentRow(store, document)),
      committed('first', 1000),
      committed('long-ago', now - 60 * dayMs),
      committed('lately', now - dayMs),
      committed('later', now + dayMs),
    ])
    const { changes } = await loadPredictionInputs({ store, scope: testScope, now })
    expect(changes).toEqual([{ at: now - dayMs, path: 'lately.md', title: 'Title', isNew: false, passages: [] }])
  })
})
