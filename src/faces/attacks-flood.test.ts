import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { filingLimits, unfiled, whyUnfiled } from '../cache/filing-bounds.ts'
import { evictBeyond } from '../sleep/retention/evict-beyond.ts'
import { keepLimits, type Retention } from '../sleep/retention/keep-limits.ts'
import { systemClock } from '../spec/clock.ts'
import type { EntryId, ScopeId } from '../spec/ids.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { defaultPolicy, policyDigest } from '../spec/policy.ts'
import type { Store } from '../spec/store.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const scope = 'default' as ScopeId
const prepared = 'What is the largest discount of the lantern shop?'
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-evict-asked-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const evict = (store: Store, given: Partial<Retention>) => evictBeyond(store, scope, { clock: systemClock, limits: keepLimits(given) })

describe('what asks left behind', () => {
  it('keeps what is prepared and what is asked most, and forgets the rest of a flood', async () => {
    const database = join(folder, 'state.db')
    const { name, model, dimensions } = createHashingEmbedder()
    await using reverie = await openReverie({ folder: null, database, embedder: { name, model, dimensions } })
    await reverie.put({ id: 'discounts.md', text: '# Discounts\n\nThe largest discount of the lantern shop is 15 percent.\n' })
    await reverie.sleep()
    await reverie.ask({ question: prepared })
    await reverie.sleep()
    await reverie.questions.pin('Who may grant a discount?')
    for (let at = 0; at < 12; at++) await reverie.ask({ question: `Where does tin bell number ${at} hang?` })
    await reverie.ask({ question: 'Where does tin bell number 3 hang?' })
    await reverie.status()

    const store = await openSqliteStore({ path: database, clock: systemClock })
    const few = { questions: { count: 4 }, records: { count: 6 } }
    expect(await evict(store, few)).toEqual([
      { what: 'questions', why: 'count', count: 8 },
      { what: 'records', why: 'count', count: 8 },
    ])
    expect(await evict(store, few)).toEqual([])
    const left = (await reverie.questions.list({ limit: 100 })).map(({ text }) => text)
    expect(left.filter((text) => text.includes('tin bell'))).toHaveLength(4)
    expect(left).toEqual(expect.arrayContaining([prepared, 'Who may grant a discount?', 'Where does tin bell number 3 hang?']))
    for (const table of ['entries', 'keys'] as const) {
      const rows = await store.read.selectFrom(table).select('entry').where('scope', '=', scope).execute()
      const known = await store.read.selectFrom('entries').select('entry').where('scope', '=', scope).execute()
      expect(rows.filter(({ entry }) => !known.some((one) => one.entry === entry))).toEqual([])
    }
    const filed = await store.read.selectFrom('entries').select('question_text').where('status', '=', 'candidate').execute()
    expect(filed).toHaveLength(4)
    await store.close()
    expect(await reverie.ask({ question: prepared })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    expect((await reverie.ask({ question: 'Where does tin bell number 1 hang?' })).served).toBe('none')
  })
})

const shop = '# Discounts\n\nThe largest discount of the lantern shop is 15 percent.\n\nThe keeper of the tower rings 12 bells at noon.\n'
const limits = '# Limits\n\nThe default port is 8080.\n\nA request body may be at most 10 MB.\n\nThe timeout of a request is 30 seconds.\n'
const spare = ['What is the default port?', 'How large may a request body be at most?', 'How long is the timeout of a request?']
const bells = 'How many bells does the keeper of the tower ring?'

async function opened(database: string): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const reverie = await openReverie({ folder: null, database, embedder: { name, model, dimensions } })
  await reverie.put({ id: 'discounts.md', text: shop })
  return reverie
}

describe('what asks file between sleeps', () => {
  it('is bounded, and counted anew after a sleep', async () => {
    const database = join(folder, 'state.db')
    await using reverie = await opened(database)
    for (let at = 0; at < 5; at++) await reverie.ask({ question: `Where does tin bell number ${at} hang?` })
    await reverie.status()
    const store = await openSqliteStore({ path: database, clock: systemClock })
    const filing = {
      entry: { id: 'another' as EntryId, scope, policy: policyDigest(defaultPolicy), alike: 'other', questionText: bells },
      vector: null,
      embedder: 'none',
    }
    const few = { ...filingLimits, candidates: 5 }
    expect(await whyUnfiled(store.read, filing, few)).toBe(unfiled.full)
    expect(await whyUnfiled(store.read, filing, { ...few, candidates: 6 })).toBeNull()
    expect(await whyUnfiled(store.read, { ...filing, entry: { ...filing.entry, scope: 'elsewhere' as ScopeId } }, few)).toBeNull()
    await reverie.sleep()
    expect(await whyUnfiled(store.read, filing, few)).toBeNull()
    await store.close()
  })

  it('adds no key for a question all but the same with the same answer; the record and the receipt say so', async () => {
    const database = join(folder, 'state.db')
    await using reverie = await opened(database)
    const long = `${bells.slice(0, -1)} when the day is clear and every lamp of the long street is lit and the wind is low`
    const first = await reverie.ask({ question: `${long}?` })
    const again = await reverie.ask({ question: `${long} again?` })
    expect([first.served, again.served, again.text]).toEqual(['live', 'live', first.text])
    await reverie.ask({ question: 'What is the largest discount of the lantern shop?' })
    await reverie.status()
    const store = await openSqliteStore({ path: database, clock: systemClock })
    const filed = await store.read.selectFrom('keys').select('text').orderBy('no').execute()
    expect(filed.map(({ text }) => text)).toEqual([`${long}?`, 'What is the largest discount of the lantern shop?'])
    const record = await store.read.selectFrom('records').select('decision').where('ask', '=', again.id).executeTakeFirstOrThrow()
    expect(JSON.parse(record.decision)).toMatchObject({ unfiled: unfiled.repeats })
    await store.close()
    const { skipped } = await reverie.sleep()
    expect(skipped).toContainEqual({ reason: `answered live and not filed: ${unfiled.repeats}`, count: 1 })
  })
})

describe('prepared answers beyond the keys that are kept', () => {
  it('keeps what is served, pinned or said to be right, evicts the least likely and oldest, and prepares none of it again', async () => {
    const database = join(folder, 'state.db')
    await using reverie = await opened(database)
    await reverie.put({ id: 'limits.md', text: limits })
    await reverie.sleep()
    const pinned = 'Which bells does the keeper of the tower ring at noon?'
    await reverie.questions.pin(pinned)
    for (const question of [prepared, ...spare]) await reverie.ask({ question })
    await reverie.sleep()
    expect((await reverie.ask({ question: prepared })).served).toBe('hit')
    await reverie.status()

    const store = await openSqliteStore({ path: database, clock: systemClock })
    const left = async () => (await store.read.selectFrom('entries').select('question_text').execute()).map((row) => row.question_text)
    const before = await left()
    expect(before.length).toBeGreaterThan(4)
    const likely = await store.read
      .selectFrom('entries')
      .innerJoin('questions', 'questions.question', 'entries.question')
      .select('entries.question_text as text')
      .where('entries.question_text', 'not in', [prepared, pinned])
      .orderBy(sql`coalesce(entries.last_served_at, 0)`, 'desc')
      .orderBy('questions.probability', 'desc')
      .orderBy('entries.made_at', 'desc')
      .orderBy('entries.entry', 'desc')
      .executeTakeFirstOrThrow()
    expect(await evict(store, { keys: { count: 1_000 } })).toEqual([])
    const kept = [prepared, pinned, likely.text]
    const keptKeys = await keysOf(store, kept)
    const allKeys = await keysOf(store, before)
    expect(await evict(store, { keys: { count: keptKeys } })).toEqual([{ what: 'keys', why: 'count', count: allKeys - keptKeys }])
    expect((await left()).sort()).toEqual([...kept].sort())
    const vectors = (await store.read.selectFrom('vectors').select('digest').execute()).map((row) => row.digest)
    for (const text of before) expect(vectors.includes(keyVectorDigest(text)), text).toBe(kept.includes(text))
    await evict(store, { keys: { count: 0 } })
    expect(await left()).toEqual([pinned])
    await store.close()

    const asked = await reverie.ask({ question: prepared })
    expect(asked, 'those who hold it in memory, too').not.toMatchObject({ preparedFor: prepared })
    expect(await reverie.ask({ question: pinned })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    const { produced } = await reverie.sleep()
    expect(produced.entries ?? 0, 'at most what was asked again').toBeLessThanOrEqual(1)
  })
})

async function keysOf(store: Awaited<ReturnType<typeof openSqliteStore>>, questions: readonly string[]): Promise<number> {
  const rows = await store.read
    .selectFrom('keys')
    .innerJoin('entries', 'entries.entry', 'keys.entry')
    .select('keys.no')
    .where('entries.question_text', 'in', [...questions])
    .execute()
  return rows.length
}
