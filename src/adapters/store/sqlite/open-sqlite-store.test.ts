import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReverieError } from '../../../spec/errors.ts'
import type { Store } from '../../../spec/store.ts'
import { scriptedClock } from '../../../testing/scripted-clock.ts'
import { codeOf } from '../../../testing/store-fixture.ts'
import { metaRow, metaValue } from '../../../testing/store-rows.ts'
import { schemaVersion, schemaVersionKey } from '../migrations/schema-version.ts'
import { databaseSize } from './database-size.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

let folder: string
let opened: Store[]
const clock = scriptedClock()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-open-'))
  opened = []
})

afterEach(async () => {
  for (const store of opened) await store.close()
  await rm(folder, { recursive: true })
})

async function open(path: string, readOnly = false): Promise<Store> {
  const store = await openSqliteStore({ path, clock, readOnly })
  opened.push(store)
  return store
}

/** A database with one row, closed. */
async function prepared(): Promise<string> {
  const path = join(folder, 'reverie.db')
  const store = await open(path)
  await store.write([metaRow(store, 'kept', '1')])
  await store.close()
  return path
}

function altered(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

describe('where it is kept', () => {
  it('makes its own folder, ignored by git, and a file for its owner alone', async () => {
    const path = join(folder, 'project', '.reverie', 'reverie.db')
    const store = await open(path)
    await store.write([metaRow(store, 'a', '1')])
    expect(await readFile(join(folder, 'project', '.reverie', '.gitignore'), 'utf8')).toBe('*\n')
    expect(await readdir(join(folder, 'project'))).toEqual(['.reverie'])
    for (const file of [path, `${path}-wal`]) expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await databaseSize(path)).toBeGreaterThan(4_096)
  })

  it('leaves a .gitignore that is there as it is, and makes none elsewhere', async () => {
    await mkdir(join(folder, '.reverie'))
    await writeFile(join(folder, '.reverie', '.gitignore'), 'mine')
    await open(join(folder, '.reverie', 'reverie.db'))
    expect(await readFile(join(folder, '.reverie', '.gitignore'), 'utf8')).toBe('mine')
    await open(join(folder, 'other', 'x.db'))
    expect(existsSync(join(folder, 'other', '.gitignore'))).toBe(false)
  })

  it('leaves only the database behind once closed', async () => {
    await prepared()
    expect(await readdir(folder)).toEqual(['reverie.db'])
  })

  it('a name with odd characters is a name', async () => {
    const path = join(folder, 'a b?c#d%20é', 'file:x.db')
    const store = await open(path)
    await store.write([metaRow(store, 'a', '1')])
    expect(existsSync(path)).toBe(true)
  })

  it('says so where nothing can be made', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(await codeOf(open(join(folder, 'file', 'reverie.db')))).toBe('database-read-only')
    expect(await codeOf(open(folder))).toBe('bad-argument')
  })
})

describe('read-only', () => {
  it('reads, refuses to write, and sees what others commit', async () => {
    const path = await prepared()
    const reader = await open(path, true)
    expect(reader.writable).toEqual({ ok: false, reason: 'it was opened read-only' })
    expect(await metaValue(reader, 'kept')).toBe('1')
    expect(await codeOf(reader.write([metaRow(reader, 'a', '1')]))).toBe('database-read-only')
    expect(await codeOf(reader.claimLease('sleep', 'a', 1))).toBe('database-read-only')
    const before = await reader.changeToken()
    const writer = await open(path)
    await writer.write([metaRow(writer, 'later', '2')])
    expect(await metaValue(reader, 'later')).toBe('2')
    expect(await reader.changeToken()).not.toBe(before)
  })

  it('makes nothing', async () => {
    expect(await codeOf(open(join(folder, 'absent', 'reverie.db'), true))).toBe('not-found')
    expect(await readdir(folder)).toEqual([])
    expect(await codeOf(open(':memory:', true))).toBe('bad-argument')
  })
})

describe('refused and left as it is', () => {
  async function refuses(path: string, code: string, words: RegExp): Promise<void> {
    const before = await readFile(path)
    const error = await open(path).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(ReverieError)
    if (!(error instanceof ReverieError)) return
    expect(error.code).toBe(code)
    expect(error.message).toMatch(words)
    expect(error.message).toContain(path)
    expect(error.hint).toBeTruthy()
    expect((await readFile(path)).equals(before)).toBe(true)
  }

  it('a newer database', async () => {
    const path = await prepared()
    altered(path, "update meta set value = '99' where key = 'schema'")
    await refuses(path, 'database-newer', /schema 99/)
  })

  it('a file that is something else', async () => {
    const path = join(folder, 'reverie.db')
    await writeFile(path, 'not a database at all '.repeat(1_000))
    await refuses(path, 'database-damaged', /not a SQLite database/)
    await writeFile(path, 'x')
    await refuses(path, 'database-damaged', /not a SQLite database/)
  })

  it('a file that was cut off', async () => {
    const path = await prepared()
    await truncate(path, 20_000)
    await refuses(path, 'database-damaged', /cut off at 20000 of/)
  })

  it('a file whose first page is broken', async () => {
    const path = await prepared()
    const bytes = await readFile(path)
    bytes.fill(0xff, 100, 4_096)
    await writeFile(path, bytes)
    await refuses(path, 'database-damaged', /malformed/)
  })

  it("somebody else's database", async () => {
    const path = join(folder, 'reverie.db')
    altered(path, 'create table theirs (a)')
    await refuses(path, 'database-damaged', /not one of Reverie/)
  })

  it('an empty file beside a log that is not', async () => {
    const path = join(folder, 'reverie.db')
    await writeFile(path, '')
    await writeFile(`${path}-wal`, 'pages')
    await refuses(path, 'database-damaged', /empty/)
  })
})

describe('beginnings', () => {
  it('an empty file, and a database without tables, become a store', async () => {
    const path = join(folder, 'reverie.db')
    await writeFile(path, '')
    await (await open(path)).close()
    const bare = join(folder, 'bare.db')
    altered(bare, 'pragma user_version = 1')
    expect(await metaValue(await open(bare), schemaVersionKey)).toBe(String(schemaVersion))
  })

  it('opened by several at once, it is made once', async () => {
    const path = join(folder, 'reverie.db')
    const stores = await Promise.all([open(path), open(path), open(path)])
    await Promise.all(stores.map((store, at) => store.write([metaRow(store, `store ${at}`, '1')])))
    for (const store of stores) expect(await metaValue(store, 'store 2')).toBe('1')
  })
})

describe('threads and locks', () => {
  it('reads go on while a write waits for another process', async () => {
    const path = await prepared()
    const store = await open(path)
    const other = new DatabaseSync(path)
    other.exec("begin immediate; insert into meta values ('other', '1')")
    let isWritten = false
    const write = store.write([metaRow(store, 'mine', '1')]).then(() => {
      isWritten = true
    })
    for (let round = 0; round < 20; round += 1) expect(await metaValue(store, 'kept')).toBe('1')
    expect([isWritten, await metaValue(store, 'mine'), await metaValue(store, 'other')]).toEqual([false, null, null])
    other.exec('commit')
    other.close()
    await write
    expect([await metaValue(store, 'mine'), await metaValue(store, 'other')]).toEqual(['1', '1'])
  })

  it('close waits for what was posted and refuses what comes after', async () => {
    const path = await prepared()
    const store = await open(path)
    const writes = Array.from({ length: 5 }, (_, at) => store.write([metaRow(store, `k${at}`, '1')]))
    await Promise.all([store.close(), store.close()])
    expect(await Promise.all(writes)).toEqual(writes.map(() => ({ committed: true })))
    expect(await codeOf(store.write([metaRow(store, 'late', '1')]))).toBe('internal')
  })

  it('a parameter that is no value of a database is refused, and the next write goes on', async () => {
    const store = await open(await prepared())
    const put = (value: unknown) => store.write([{ sql: "insert into meta values ('odd', ?)", parameters: [value] }])
    for (const value of [undefined, {}, [1], new Date(0)]) expect(await codeOf(put(value))).toBe('internal')
    expect(await codeOf(put(() => 'x'))).toBe('bad-argument')
    expect(await put('text')).toEqual({ committed: true })
  })
})
