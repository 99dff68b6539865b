import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { evictAsked } from '../sleep/evict-asked.ts'
import { systemClock } from '../spec/clock.ts'
import type { ScopeId } from '../spec/ids.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'

const scope = 'default' as ScopeId
const prepared = 'What is the largest discount of the lantern shop?'
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-evict-asked-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('evictAsked', () => {
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
    const limits = { questions: 4, records: 6 }
    expect(await evictAsked(store, scope, { limits })).toEqual({ questions: 8, records: 8 })
    expect(await evictAsked(store, scope, { limits })).toEqual({ questions: 0, records: 0 })
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
