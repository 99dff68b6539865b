import { afterEach, beforeEach, expect, it } from 'vitest'
import { statement } from '../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { asksSince, countAskStatement } from './ask-days.ts'

let fixture: CorpusFixture
beforeEach(async () => {
  fixture = await createCorpusFixture()
})
afterEach(() => fixture[Symbol.asyncDispose]())

const day = 86_400_000
const noon = Date.UTC(2026, 10, 20, 12)

/** An ask as it is recorded, `record` false where its record is gone already. */
async function asked(at: number, served: 'hit' | 'live', record = true): Promise<void> {
  const { store, scope } = fixture
  const row = { scope, ask: `${at}`, at, question: '', served, entry: null, prepared_by: null, session: null, answer: '{}', decision: '{}' }
  const count = countAskStatement(store.read, scope, at, served === 'hit')
  await store.write(record ? [count, statement(store.read.insertInto('records').values(row))] : [count])
}

it('counts asks and hits, whether or not their records are kept', async () => {
  const { store, scope } = fixture
  expect(await asksSince(store.read, scope)).toEqual({ asks: 0, hits: 0 })
  for (let at = 0; at < 6; at++) await asked(noon + at, at < 2 ? 'hit' : 'live')
  expect(await asksSince(store.read, scope)).toEqual({ asks: 6, hits: 2 })
  await store.write([statement(store.read.deleteFrom('records').where('at', '<', noon + 5))])
  expect(await asksSince(store.read, scope)).toEqual({ asks: 6, hits: 2 })
})

it('counts from a time on: days by their numbers, the one the time lies in by its records', async () => {
  const { store, scope } = fixture
  await asked(noon - 3 * day, 'live', false)
  await asked(noon - day, 'hit', false)
  await asked(noon, 'live', false)
  expect(await asksSince(store.read, scope, noon - 2 * day)).toEqual({ asks: 2, hits: 1 })
  await asked(noon - 2 * day + 1, 'live')
  await asked(noon - 2 * day + 2, 'live')
  await asked(noon - 2 * day + 3, 'live')
  expect((await asksSince(store.read, scope, noon - 2 * day)).asks).toBe(3)
})

it('takes what was recorded before days were counted', async () => {
  const { store, scope } = fixture
  const row = { scope, question: '', served: 'hit', entry: null, prepared_by: null, session: null, answer: '{}', decision: '{}' } as const
  await store.write([1, 2].map((at) => statement(store.read.insertInto('records').values({ ...row, ask: `${at}`, at }))))
  expect(await asksSince(store.read, scope)).toEqual({ asks: 2, hits: 2 })
})
