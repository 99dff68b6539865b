import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RawBuilder, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../adapters/store/sqlite/open-sqlite-store.ts'
import { ensureScope } from '../../corpus/scopes.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { type Store, statement } from '../../spec/store.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import type { TestDatabase } from '../../testing/store-fixture.ts'
import { testPostgres } from '../../testing/test-postgres.ts'
import { boundLearned } from './bound-learned.ts'
import { boundLeavings } from './bound-leavings.ts'
import { boundMemos } from './bound-memos.ts'
import { dayMs } from './choose-evicted.ts'

const now = 1_000 * dayMs
const postgres = await testPostgres()
const engines = [
  { title: 'SQLite', missing: null, createStore: createFile },
  { title: postgres.title, missing: postgres.missing, createStore: postgres.createStore },
]

async function createFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-bounds-'))
  return {
    open: (clock) => openSqliteStore({ path: join(folder, 'bounds.db'), clock }),
    drop: () => rm(folder, { recursive: true }),
  }
}

let database: TestDatabase
let fixture: { readonly store: Store; readonly scope: ScopeId }

const ids = async (query: RawBuilder<{ id: string }>) => (await query.execute(fixture.store.read)).rows.map(({ id }) => id).sort()

async function memo(id: string, skill: string, daysAgo: number): Promise<void> {
  const { store, scope } = fixture
  const row = { scope, memo: id, skill, value: '{}', made_at: now - daysAgo * dayMs }
  await store.write([statement(store.read.insertInto('memos').values(row))])
}
const memos = () => ids(sql<{ id: string }>`select memo as id from memos`)

describe.each(engines)('over $title', ({ missing, createStore }) => {
  beforeEach(async ({ skip }) => {
    skip(missing !== null)
    database = await createStore()
    const clock = scriptedClock()
    fixture = { store: await database.open(clock), scope: 'default' as ScopeId }
    await ensureScope(fixture.store, clock, fixture.scope)
  })
  afterEach(async () => {
    if (missing !== null) return
    await fixture.store.close()
    await database.drop()
  })

  describe('what is remembered of paid calls', () => {
    it('is kept however old while a current recipe can use it, and goes with its recipe or its entry', async () => {
      const { store, scope } = fixture
      await memo('used', 'read recipe_1', 500)
      await memo('other', 'read recipe-1', 31)
      await memo('recent', 'read recipe-2', 29)
      await memo('seeds', 'seed questions', 500)
      await memo('keys:gone', 'keys model recipe_1', 1)
      expect(await boundMemos(store, scope, { recipes: ['recipe_1', 'recipe_3'], now })).toBe(2)
      expect(await memos()).toEqual(['recent', 'seeds', 'used'])
      const before = await store.changeToken()
      expect(await boundMemos(store, scope, { recipes: ['recipe_1', 'recipe_3'], now })).toBe(0)
      expect(await store.changeToken()).toBe(before)
    })

    it('is not judged by its recipe where the sleep has no model', async () => {
      await memo('a', 'read recipe-1', 500)
      expect(await boundMemos(fixture.store, fixture.scope, { recipes: [], now })).toBe(0)
    })

    it('goes by age beyond its number', async () => {
      for (const days of [1, 2, 3]) await memo(`m${days}`, 'read recipe', days)
      expect(await boundMemos(fixture.store, fixture.scope, { recipes: ['recipe'], now, limits: { days: 30, results: 2 } })).toBe(1)
      expect(await memos()).toEqual(['m1', 'm2'])
    })
  })

  describe('what sleeps leave behind', () => {
    it('goes once nobody needs it', async () => {
      const { store, scope } = fixture
      const db = store.read
      const call = { scope, batch: 'b', ledger: '', request: '{}', response: null, reason: '' }
      const ago = (days: number) => now - days * dayMs
      const question = { scope, text: '', normalised: '', origins: '[]', probability: 0, region: '', about: '{}', pinned: 0, dropped: 0 }
      const counted = { asked_count: 0, missed_count: 0, created_at: 0, last_asked_at: null, skipped: null }
      const speculation = { scope, policy: 'p', level: 0 as const, evidence: null, revision: 0, made_at: 0 }
      await store.write([
        statement(db.insertInto('quarantine').values({ scope, item: 'old', stage: 'distil', reason: '', attempts: 2, at: ago(91) })),
        statement(db.insertInto('quarantine').values({ scope, item: 'new', stage: 'distil', reason: '', attempts: 2, at: ago(89) })),
        statement(db.insertInto('batch_calls').values({ ...call, call: 'used', state: 'used', at: ago(8) })),
        statement(db.insertInto('batch_calls').values({ ...call, call: 'fresh', state: 'used', at: ago(6) })),
        statement(db.insertInto('batch_calls').values({ ...call, call: 'waiting', state: 'waiting', at: ago(400) })),
        statement(db.insertInto('batch_calls').values({ ...call, call: 'answered', state: 'answered', at: ago(400) })),
        statement(db.insertInto('questions').values({ ...question, ...counted, question: 'there' })),
        statement(db.insertInto('speculations').values({ ...speculation, question: 'there' })),
        statement(db.insertInto('speculations').values({ ...speculation, question: 'gone' })),
      ])
      expect(await boundLeavings(store, scope, { now })).toEqual({ runs: 0, quarantine: 1, batch_calls: 1, speculations: 1 })
      expect(await ids(sql`select item as id from quarantine`)).toEqual(['new'])
      expect(await ids(sql`select call as id from batch_calls`)).toEqual(['answered', 'fresh', 'waiting'])
      expect(await ids(sql`select question as id from speculations`)).toEqual(['there'])
      const before = await store.changeToken()
      await boundLeavings(store, scope, { now })
      expect(await store.changeToken()).toBe(before)
    })

    it('keeps the newest receipts, cuts only now and then, and never the one of a running sleep', async () => {
      const { store, scope } = fixture
      const limits = { runs: 3, slack: 2, failureDays: 1, usedDays: 1, failedDays: 1 }
      const run = async (at: number, state: 'running' | 'done' = 'done') => {
        const row = { scope, run: `r${at}`, kind: 'sleep' as const, state, started_at: at, ended_at: null, receipt: '{}' }
        await store.write([statement(store.read.insertInto('runs').values(row))])
      }
      await run(0, 'running')
      for (let at = 1; at <= 5; at += 1) await run(at)
      expect((await boundLeavings(store, scope, { now, limits })).runs).toBe(0)
      await run(6)
      expect((await boundLeavings(store, scope, { now, limits })).runs).toBe(3)
      expect(await ids(sql`select run as id from runs`)).toEqual(['r0', 'r4', 'r5', 'r6'])
    })
  })

  describe('what learning keeps', () => {
    it('loses what ran out long ago, then the first to run out, and yields of the fewest trials', async () => {
      const { store, scope } = fixture
      const prediction = { scope, arm: 'recency', text: 'x', region: '', probability: 0.1, made_at: 0, asked_at: null, asks: 0 } as const
      const days = [10, 20, 950, 990, 1_100]
      const yields = [4, 9, 2].map((trials) => ({
        scope,
        predictor: 'recency' as const,
        region: `r${trials}`,
        trials,
        credits: 1.5,
        as_of: now,
      }))
      await store.write([
        statement(
          store.read.insertInto('predictions').values(days.map((day) => ({ ...prediction, question: `q${day}`, expires_at: day * dayMs }))),
        ),
        statement(store.read.insertInto('yields').values(yields)),
      ])
      const limits = { days: 90, predictions: 2, yields: 2 }
      expect(await boundLearned(store, scope, { now, limits })).toBe(4)
      expect(await ids(sql`select question as id from predictions`)).toEqual(['q1100', 'q990'])
      expect(await ids(sql`select region as id from yields`)).toEqual(['r4', 'r9'])
      const before = await store.changeToken()
      expect(await boundLearned(store, scope, { now, limits })).toBe(0)
      expect(await store.changeToken()).toBe(before)
    })
  })
})
