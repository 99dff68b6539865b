import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { systemClock } from '../spec/clock.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const known = 'What is the largest discount of the lantern shop?'
const document = '# Discounts\n\nThe largest discount of the lantern shop is 15 percent. A keeper rings 12 bells at noon.\n'
/** Words no document holds. */
const asked = ['zebra', 'moonlit', 'quixotic', 'annabel', 'grumpily', 'walrus'] as const

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-asked-text-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const database = () => join(folder, 'state.db')

async function opened(options: Partial<ReverieOptions> = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const reverie = await openReverie({ folder: null, database: database(), embedder: { name, model, dimensions }, ...options })
  await reverie.put({ id: 'discounts.md', text: document })
  return reverie
}

async function askAll(reverie: Reverie): Promise<void> {
  const session = 'annabel'
  await reverie.ask({ question: known, session })
  await reverie.ask({ question: 'What is the largest discount of the moonlit lantern shop?', session })
  await reverie.ask({ question: 'Where do 3 zebra bells hang?', session })
  await reverie.ask({
    question: 'How many bells does a keeper ring grumpily at noon?',
    session,
    policy: { instructions: 'Speak as a walrus.' },
  })
  await reverie.ask({ question: 'And the quixotic one?', history: [{ role: 'user', text: 'Which zebra is largest?' }], session })
  const { id } = await reverie.ask({ question: 'What is the quixotic discount of the lantern shop?' })
  await reverie.feedback({ ask: id, verdict: 'wrong' })
  await reverie.status()
}

/** Every value of every table as one text. */
async function dump(): Promise<string> {
  const store = await openSqliteStore({ path: database(), clock: systemClock })
  const { rows: tables } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(store.read)
  const texts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(store.read)
    for (const row of rows)
      texts.push(...Object.values(row).map((value) => (value instanceof Uint8Array ? '' : `${name}: ${String(value)}`)))
  }
  await store.close()
  return texts.join('\n').toLowerCase()
}

const leaked = (text: string): readonly string[] => text.split('\n').filter((line) => asked.some((word) => line.includes(word)))

describe.each(['hashed', 'off'] as const)('askedText: %s', (askedText) => {
  it('keeps no word of what was asked in any table, and still counts', async () => {
    await using reverie = await opened({ askedText })
    await reverie.sleep()
    await askAll(reverie)
    await reverie.sleep()
    await askAll(reverie)
    expect(leaked(await dump())).toEqual([])
    expect((await reverie.status()).asks).toBeDefined()
    const store = await openSqliteStore({ path: database(), clock: systemClock })
    const records = await store.read.selectFrom('records').select(['question', 'session']).execute()
    expect(records).toHaveLength(12)
    const distinct = new Set(records.map(({ question }) => question))
    expect(distinct.size).toBe(askedText === 'off' ? 1 : 6)
    expect(records.every(({ session }) => (askedText === 'off' ? session === null : session?.startsWith('#asked:') !== false))).toBe(true)
    await store.close()
  })

  it('scrubs at the next sleep what was kept before, says so, and has nothing more to do then', async () => {
    {
      await using reverie = await opened()
      await reverie.sleep()
      await askAll(reverie)
      await reverie.sleep()
      await askAll(reverie)
    }
    expect(leaked(await dump()).length, 'the test would not see it').toBeGreaterThan(3)
    await using reverie = await opened({ askedText })
    const { skipped } = await reverie.sleep()
    expect(skipped.map(({ reason }) => reason).join('\n')).toContain('of what is asked is kept')
    expect(leaked(await dump())).toEqual([])
    const again = await reverie.sleep()
    expect(await reverie.sleep()).toMatchObject({ idle: true })
    expect(again.skipped.filter(({ reason }) => reason.includes('is kept'))).toEqual([])
  })
})

it('counts the asks of a question that was predicted, and serves it as ever', async () => {
  await using reverie = await opened({ askedText: 'hashed' })
  await reverie.questions.pin(known)
  await reverie.sleep()
  for (let times = 0; times < 3; times++) expect(await reverie.ask({ question: known })).toMatchObject({ served: 'hit' })
  await reverie.status()
  expect(await reverie.questions.list({ match: 'largest discount' })).toMatchObject([{ text: known, asked: 3 }])
  const wrong = await reverie.ask({ question: known })
  await reverie.feedback({ ask: wrong.id, verdict: 'wrong' })
  expect(await reverie.ask({ question: known }), 'a verdict still finds what it is about').not.toMatchObject({ served: 'hit' })
})
