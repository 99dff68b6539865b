import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { boundLearned } from '../sleep/retention/bound-learned.ts'
import { chooseEvicted } from '../sleep/retention/choose-evicted.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { type Store, statement } from '../spec/store.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const scope = 'default' as ScopeId
const day = 86_400_000
const names = ['copper', 'lantern', 'harbour', 'mill', 'bakery', 'tower', 'bridge', 'garden']
const question = (name: string) => `How many guests may enter the ${name} at once?`

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-retention-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const database = () => join(folder, 'state.db')
const clock = scriptedClock()

async function opened(options: Partial<ReverieOptions> = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const reverie = await openReverie({ folder: null, database: database(), embedder: { name, model, dimensions }, clock, ...options })
  for (const [at, one] of names.entries())
    await reverie.put({ id: `${one}.md`, text: `# The ${one}\n\nAt most ${at + 11} guests may enter the ${one} at once.\n` })
  return reverie
}

const withStore = async <Result>(work: (store: Store) => Promise<Result>): Promise<Result> => {
  const store = await openSqliteStore({ path: database(), clock })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
const count = (table: keyof Schema) =>
  withStore(async (store) =>
    Number(
      (
        await store.read
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .executeTakeFirst()
      )?.n ?? 0,
    ),
  )

describe('retention', () => {
  it('keeps so many answers, those of people first, then those served; the receipt says so and the next sleep is idle', async () => {
    {
      await using reverie = await opened()
      await reverie.sleep()
      await reverie.questions.pin(question('mill'))
      await reverie.sleep()
      await reverie.questions.edit(question('bakery'), { text: 'Eleven guests, no more.', cite: ['bakery.md:3'] })
      for (const one of ['tower', 'bridge', 'tower']) await reverie.ask({ question: question(one) })
      await reverie.sleep()
      expect(await reverie.ask({ question: question('tower') })).toMatchObject({ served: 'hit' })
    }
    const before = await count('entries')
    expect(before).toBeGreaterThan(4)
    await using reverie = await opened({ retention: { answers: { count: 3 } } })
    const { skipped } = await reverie.sleep()
    expect(skipped).toContainEqual({ reason: 'prepared answers evicted: worth least of more than 3', count: before - 3 })
    expect(await count('entries')).toBe(3)
    for (const one of ['mill', 'bakery', 'tower']) expect((await reverie.ask({ question: question(one) })).served, one).toBe('hit')
    expect(await reverie.sleep()).toMatchObject({ produced: {}, skipped: [] })
    // What hung on them is gone, and nothing brings them back.
    const left = await withStore((store) => store.read.selectFrom('entries').select('entry').execute())
    const ids = left.map(({ entry }) => entry)
    for (const table of ['keys', 'watches', 'editions', 'verifications', 'evidence'] as const) {
      const column = table === 'keys' || table === 'watches' || table === 'editions' ? 'entry' : 'artefact'
      const rows = await withStore((store) => store.read.selectFrom(table).selectAll().where('scope', '=', scope).execute())
      const owners = rows.flatMap((row) => {
        const own = { ...row } as Record<string, unknown>
        return table === 'evidence' && own.artefact_kind !== 'entry' ? [] : [String(own[column])]
      })
      const strangers = owners.filter((owner) => !ids.includes(owner))
      if (table !== 'verifications') expect(strangers, table).toEqual([])
    }
  })

  it('evicts by age and by megabytes, records too, and leaves the ledger and what was saved', async () => {
    {
      await using reverie = await opened()
      await reverie.sleep()
      for (const one of names) await reverie.ask({ question: question(one) })
      await reverie.status()
    }
    expect(await count('records')).toBe(names.length)
    const saved = await count('savings')
    clock.advance(31 * day)
    {
      await using reverie = await opened({ retention: { records: { days: 30 } } })
      await reverie.ask({ question: question('tower') })
      const { skipped } = await reverie.sleep()
      expect(skipped).toContainEqual({ reason: 'records of asks evicted: not used for 30 days', count: names.length })
      expect(await count('records')).toBe(1)
      expect(await count('savings')).toBeGreaterThanOrEqual(saved)
    }
    const answers = await count('entries')
    await using reverie = await opened({ retention: { answers: { megabytes: 0.006 } } })
    const { skipped } = await reverie.sleep()
    expect(skipped.map(({ reason }) => reason)).toContain('prepared answers evicted: worth least of more than 0.006 MB')
    const kept = await count('entries')
    expect(kept).toBeLessThan(answers)
    expect(kept).toBeGreaterThan(0)
  })

  it('takes the oldest first, then by value until count and size fit', () => {
    const rows = ['a', 'b', 'c', 'd'].map((id, at) => ({ id, usedAt: at * day, bytes: 400_000, weight: 1 }))
    const total = { count: 5, bytes: 2_000_000 }
    const chosen = (limit: Parameters<typeof chooseEvicted>[2]) =>
      chooseEvicted(rows, total, limit, 10 * day).map(({ id, why }) => `${id} ${why}`)
    expect(chosen({})).toEqual([])
    expect(chosen({ days: 8.5 })).toEqual(['a age', 'b age'])
    expect(chosen({ count: 3 })).toEqual(['a count', 'b count'])
    expect(chosen({ megabytes: 1 })).toEqual(['a size', 'b size', 'c size'])
    expect(chosen({ count: 4, megabytes: 1 })).toEqual(['a count', 'b size', 'c size'])
    expect(chosen({ count: 0 }), 'what may not go stays').toHaveLength(4)
  })

  it('bounds predictions and yields', async () => {
    await using reverie = await opened()
    await reverie.sleep()
    const now = 200 * day
    const own = await count('predictions')
    await withStore(async (store) => {
      const predictions = Array.from({ length: 12 }, (_, at) => ({
        ...({ scope, arm: 'recency', question: `q${at}`, text: 'x', region: '', probability: 0.1 } as const),
        ...{ made_at: 0, expires_at: (100 + at * 10) * day, asked_at: null, asks: 0 },
      }))
      const yields = Array.from({ length: 5 }, (_, at) => ({
        scope,
        predictor: 'recency' as const,
        region: `r${at}`,
        trials: at,
        credits: 0,
        as_of: now,
      }))
      await store.write([statement(store.read.deleteFrom('predictions')), statement(store.read.deleteFrom('yields'))])
      await store.write([
        statement(store.read.insertInto('predictions').values(predictions)),
        statement(store.read.insertInto('yields').values(yields)),
      ])
      expect(own).toBeGreaterThanOrEqual(0)
      expect(await boundLearned(store, scope, { now, limits: { days: 90, predictions: 6, yields: 3 } })).toBe(8)
      expect(await boundLearned(store, scope, { now, limits: { days: 90, predictions: 6, yields: 3 } })).toBe(0)
      const left = await store.read.selectFrom('yields').select('region').orderBy('region').execute()
      expect(left.map(({ region }) => region)).toEqual(['r2', 'r3', 'r4'])
    })
  })
})
