import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digest } from '../../../spec/digest.ts'
import { type Store, statement } from '../../../spec/store.ts'
import { scriptedClock } from '../../../testing/scripted-clock.ts'
import { codeOf } from '../../../testing/store-fixture.ts'
import { documentRow, metaRow, metaValue, passageRows, scopeRow, testScope, testScopeNo } from '../../../testing/store-rows.ts'
import { testPostgres } from '../../../testing/test-postgres.ts'
import { schemaVersion, schemaVersionKey } from '../migrations/schema-version.ts'
import { openPostgresStore } from './open-postgres-store.ts'

const postgres = await testPostgres()
const clock = scriptedClock()
let url: string
let opened: Store[]

async function open(connection = url): Promise<Store> {
  const store = await openPostgresStore({ connection, clock })
  opened.push(store)
  return store
}

/** Runs statements in the test's schema as the server's owner. */
const owner = (sql: string) => postgres.run(url, sql)

const schema = () => new URL(url).searchParams.get('schema') ?? ''

function altered(part: 'username' | 'pathname' | 'search', value: string): string {
  const other = new URL(url)
  other[part] = value
  return other.href
}

describe.skipIf(postgres.missing !== null)(postgres.title, () => {
  beforeEach(() => {
    opened = []
  })
  afterEach(async () => {
    for (const store of opened) await store.close()
  })

  describe('an empty database', () => {
    beforeEach(async () => {
      url = await postgres.createDatabase()
    })

    it('opened by several at once, is made once', async () => {
      const stores = await Promise.all([open(), open(), open()])
      await Promise.all(stores.map((store, at) => store.write([metaRow(store, `store ${at}`, '1')])))
      for (const store of stores) expect(await metaValue(store, 'store 2')).toBe('1')
      expect(await owner('select count(*)::int as made from reverie.kysely_migration')).toEqual([{ made: schemaVersion }])
    })

    it('holds a body of documents in each schema, which share nothing', async () => {
      const [one, other] = [await open(altered('search', '?schema=one')), await open(altered('search', '?schema=The "other"'))]
      await one.write([metaRow(one, 'a', '1')])
      expect([await metaValue(one, 'a'), await metaValue(other, 'a')]).toEqual(['1', null])
      const token = await one.changeToken()
      await other.write([metaRow(other, 'a', '2')])
      expect(await one.changeToken()).toBe(token)
      expect(await owner("select count(*)::int as found from pg_tables where schemaname = 'public'")).toEqual([{ found: 0 }])
    })

    it('is not taken where the schema holds what is not ours', async () => {
      await owner('create schema reverie; create table reverie.theirs (a int)')
      expect(await codeOf(open())).toBe('database-damaged')
      expect(await owner("select tablename from pg_tables where schemaname = 'reverie'")).toEqual([{ tablename: 'theirs' }])
    })

    it('cannot be made by whoever may not', async () => {
      await owner('drop role if exists visitor; create role visitor login')
      expect(await codeOf(open(altered('username', 'visitor')))).toBe('database-read-only')
    })
  })

  describe('a database of ours', () => {
    beforeEach(async () => {
      url = await postgres.nameSchema()
      await (await open()).close()
    })

    it('of a newer release is left as it is', async () => {
      await owner(`update meta set value = '99' where key = '${schemaVersionKey}'`)
      expect(await codeOf(open())).toBe('database-newer')
      expect(await owner(`select value from meta where key = '${schemaVersionKey}'`)).toEqual([{ value: '99' }])
    })

    it('is read by a role that may only read', async () => {
      await owner(
        `drop role if exists reader; create role reader login; grant usage on schema ${schema()} to reader; grant select on all tables in schema ${schema()} to reader`,
      )
      const store = await open(altered('username', 'reader'))
      expect(store.writable).toEqual({ ok: false, reason: 'the role reader may not write its tables' })
      expect(await metaValue(store, schemaVersionKey)).toBe(String(schemaVersion))
      expect(await codeOf(store.write([metaRow(store, 'a', '1')]))).toBe('database-read-only')
      await store.close()
      await owner('drop owned by reader; drop role reader')
    })

    it('goes on after its connections were ended', async () => {
      const store = await open()
      await store.write([metaRow(store, 'a', '1')])
      await owner(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'reverie' and datname = current_database()",
      )
      await expect.poll(() => metaValue(store, 'a').catch(() => null)).toBe('1')
      await expect.poll(() => codeOf(store.write([metaRow(store, 'b', '1')]))).toBe('resolved')
    })

    it('is read while a write waits for another process', async () => {
      const store = await open()
      const other = new Client(url)
      await other.connect()
      await other.query(`set search_path to ${schema()}`)
      await other.query("begin; update store_changes set count = count + 1; insert into meta values ('other', '1')")
      let isWritten = false
      const write = store.write([metaRow(store, 'mine', '1')]).then(() => {
        isWritten = true
      })
      const token = await store.changeToken()
      for (let round = 0; round < 10; round += 1) expect(await metaValue(store, 'mine')).toBe(null)
      expect([isWritten, await store.changeToken()]).toEqual([false, token])
      await other.query('commit')
      await other.end()
      await write
      expect([await metaValue(store, 'mine'), await metaValue(store, 'other')]).toEqual(['1', '1'])
    })

    it('closes after what was asked of it and refuses what comes later', async () => {
      const store = await open()
      const writes = Array.from({ length: 5 }, (_, at) => store.write([metaRow(store, `k${at}`, '1')]))
      await Promise.all([store.close(), store.close()])
      expect(await Promise.all(writes)).toEqual(writes.map(() => ({ committed: true })))
      expect(await codeOf(store.write([metaRow(store, 'late', '1')]))).toBe('internal')
    })

    it('refuses a parameter that is no value of a database, and the next write goes on', async () => {
      const store = await open()
      const put = (value: unknown) => store.write([{ sql: "insert into meta values ('odd', $1)", parameters: [value] }])
      for (const value of [undefined, {}, [1], new Date(0), () => 'x']) expect(await codeOf(put(value))).toBe('bad-argument')
      expect(await put('text')).toEqual({ committed: true })
    })

    it('keeps U+FFFD for U+0000, and finds it by either', async () => {
      const store = await open()
      await store.write([metaRow(store, 'a\0b', 'c\0d')])
      expect([await metaValue(store, 'a\0b'), await metaValue(store, 'a\uFFFDb')]).toEqual(['c\uFFFDd', 'c\uFFFDd'])
    })

    it('takes questions and paths of any length', async () => {
      const store = await open()
      // Nothing in it repeats, so that nothing can be packed.
      const long = Array.from({ length: 1_000 }, (_, at) => digest('word', at)).join(' ')
      const question = { scope: testScope, question: 'q', text: long, normalised: long, origins: '[]', probability: 1, region: '' }
      const rest = {
        about: '{}',
        pinned: 0,
        dropped: 0,
        asked_count: 0,
        missed_count: 0,
        created_at: 0,
        last_asked_at: null,
        skipped: null,
      }
      const renamed = store.read.updateTable('documents').set({ path: long })
      await store.write([
        ...scopeRow(store),
        documentRow(store, 'guide'),
        statement(renamed),
        statement(store.read.insertInto('questions').values({ ...question, ...rest })),
      ])
      const found = store.read.selectFrom('questions').select('question').where('scope', '=', testScope).where('normalised', '=', long)
      expect(await found.execute()).toEqual([{ question: 'q' }])
    })

    it('indexes tokens and passages of any length', async () => {
      const store = await open()
      const long = 'x'.repeat(5_000)
      const many = Array.from({ length: 60_000 }, (_, at) => `token${at}`)
      const put = (passage: string, tokens: readonly string[], previous: readonly string[] | null) =>
        store.lexical.put(testScopeNo, passage, tokens.join(' '), previous?.join(' ') ?? null)
      const rows = [...passageRows(store, 'guide', 'p1', 'one'), ...passageRows(store, 'guide', 'p2', 'two')]
      await store.write([
        ...scopeRow(store),
        documentRow(store, 'guide'),
        ...rows,
        ...put('p1', [...many, long], null),
        ...put('p2', ['token5'], null),
      ])
      const terms = ['token5', 'token59999', long, `${long}x`]
      const frequencies = async () => (await store.lexical.frequencies(testScopeNo, terms)).map(({ passages }) => passages)
      expect(await frequencies()).toEqual([2, 1, 1, 0])
      expect(await store.lexical.candidates(testScopeNo, ['token0', 'token59999', long], 10)).toHaveLength(1)
      await store.write(put('p1', ['token0'], many))
      expect(await frequencies()).toEqual([1, 0, 0, 0])
    })

    it('erases what was deleted from its files once it is compacted', async () => {
      const store = await open()
      const secret = 'xylophonequartz'
      const holdsSecret = async () => {
        await owner('checkpoint')
        const [{ path } = { path: '' }] = await owner(
          "select current_setting('data_directory') || '/base/' || oid as path from pg_database where datname = current_database()",
        )
        const folder = String(path)
        return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(secret))
      }
      const passages = Array.from({ length: 100 }, (_, at) => [
        ...passageRows(store, 'private', `p${at}`, `${secret} ${at}`),
        ...store.lexical.put(testScopeNo, `p${at}`, `${secret} word${at}`, null),
      ])
      await store.write([...scopeRow(store), documentRow(store, 'private'), ...passages.flat(), metaRow(store, 'note', secret)])
      await owner('analyze')
      await expect.poll(() => store.compact?.()).toBe(true)
      expect(await holdsSecret()).toBe(true)
      await store.write([
        statement(store.read.deleteFrom('documents').where('document', '=', 'private')),
        statement(store.read.deleteFrom('versions')),
        statement(store.read.deleteFrom('meta').where('key', '=', 'note')),
      ])
      await expect.poll(() => store.compact?.()).toBe(true)
      expect(await holdsSecret()).toBe(false)
      expect(await store.size()).toBeGreaterThan(100_000)
    })

    it.each([
      ['keeps a table', 'begin; select count(*) from passages'],
      ['could still see what was deleted', 'begin isolation level repeatable read; select 1'],
    ])('stays to be compacted while somebody %s', async (_, held) => {
      const store = await open()
      await store.write([metaRow(store, 'a', '1')])
      const other = new Client(url)
      await other.connect()
      await other.query(`set search_path to ${schema()}; ${held}`)
      await store.write([statement(store.read.deleteFrom('meta').where('key', '=', 'a'))])
      expect(await store.compact?.()).toBe(false)
      await other.end()
      await expect.poll(() => store.compact?.()).toBe(true)
    })
  })

  it('orders text by its bytes, whatever order the database has', async () => {
    url = await postgres.createDatabase("template template0 locale_provider icu icu_locale 'en-US'")
    const store = await open()
    const names = ['a', 'B', 'b', 'A', '_', 'é', 'z', 'Z', '10', '9', 'a b', 'a-b', '日', '🙂']
    await store.write([...scopeRow(store), ...names.map((name) => documentRow(store, name))])
    const rows = await store.read.selectFrom('documents').select('document').orderBy('document').execute()
    expect(rows.map((row) => row.document)).toEqual(names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))))
    const [{ sorted } = { sorted: '' }] = await owner(
      "select string_agg(x, '' order by x) as sorted from unnest(array['a', 'B', 'b', 'A']) x",
    )
    expect(sorted).toBe('aAbB')
  })
})
