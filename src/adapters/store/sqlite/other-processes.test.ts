import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scriptedClock } from '../../../testing/scripted-clock.ts'
import { metaRow, metaValue } from '../../../testing/store-rows.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

const nobody = 65_534
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-process-'))
  path = join(folder, 'reverie.db')
})

afterEach(async () => {
  await chmod(folder, 0o755)
  await rm(folder, { recursive: true })
})

/** Starts a process that runs `body` with `open()`, which gives a store on the test's database, and `say()`. */
function start(body: string, uid?: number) {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href)
  const code = `
    import { openSqliteStore } from ${module('./open-sqlite-store.ts')}
    import { metaRow, metaValue } from ${module('../../../testing/store-rows.ts')}
    import { systemClock } from ${module('../../../spec/clock.ts')}
    const open = () => openSqliteStore({ path: ${JSON.stringify(path)}, clock: systemClock })
    const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n')
    ${body}`
  return spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
}

async function said(body: string, uid?: number): Promise<unknown> {
  const child = start(body, uid)
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(line))
  await once(child, 'close')
  return JSON.parse(lines.at(-1) ?? 'null')
}

describe('a process that is killed', () => {
  it('loses no write it was told of, and half of none', async () => {
    const child = start(`
      const store = await open()
      for (let at = 0; ; at += 1) {
        await store.write([metaRow(store, 'a' + at, '1'), metaRow(store, 'b' + at, '1')])
        say(at)
      }`)
    let confirmed = -1
    for await (const line of createInterface(child.stdout)) {
      confirmed = Number(line)
      if (confirmed === 50) child.kill('SIGKILL')
    }
    expect(confirmed).toBeGreaterThanOrEqual(50)
    const store = await openSqliteStore({ path, clock: scriptedClock() })
    const rows = await store.read.selectFrom('meta').select('key').where('key', '!=', 'schema').execute()
    const keys = new Set(rows.map((row) => row.key))
    for (let at = 0; at <= confirmed; at += 1) expect(keys.has(`a${at}`) && keys.has(`b${at}`)).toBe(true)
    expect([...keys].filter((key) => key.startsWith('a')).length).toBe([...keys].filter((key) => key.startsWith('b')).length)
    await store.close()
  })
})

describe('a process that only opens and writes', () => {
  it('ends by itself, without close, once its write is confirmed', async () => {
    expect(await said(`const store = await open(); await store.write([metaRow(store, 'a', '1')]); say('written')`)).toBe('written')
    const store = await openSqliteStore({ path, clock: scriptedClock() })
    expect(await metaValue(store, 'a')).toBe('1')
    await store.close()
  })
})

const isRoot = process.getuid?.() === 0

describe.skipIf(process.platform === 'win32')('a folder that cannot be written', () => {
  // Root may write anywhere, so where the tests run as root another user opens the database.
  const user = isRoot ? nobody : undefined
  const look = `
    const store = await open()
    const refused = await store.write([metaRow(store, 'x', '1')]).catch((error) => error.code)
    const token = await store.changeToken()
    say({ kept: await metaValue(store, 'kept'), writable: store.writable.ok, refused, sameToken: token === await store.changeToken() })
    await store.close()`

  async function lock(): Promise<void> {
    await chmod(path, 0o444)
    await chmod(folder, 0o555)
  }

  it('is read as it is after a clean close', async () => {
    const store = await openSqliteStore({ path, clock: scriptedClock() })
    await store.write([metaRow(store, 'kept', '1')])
    await store.close()
    await lock()
    expect(await said(look, user)).toEqual({ kept: '1', writable: false, refused: 'database-read-only', sameToken: true })
  })

  it('is refused where its last changes are in a log that cannot be read', async () => {
    const store = await openSqliteStore({ path, clock: scriptedClock() })
    await store.close()
    await said(`const store = await open(); await store.write([metaRow(store, 'kept', '1')]); process.kill(process.pid, 'SIGKILL')`)
    await rm(`${path}-shm`)
    await chmod(`${path}-wal`, 0o444)
    await lock()
    expect(await said(`say(await open().catch((error) => [error.code, error.hint !== undefined]))`, user)).toEqual([
      'database-read-only',
      true,
    ])
  })

  it('a fixed view says so when somebody writes after all', async () => {
    await (await openSqliteStore({ path, clock: scriptedClock() })).close()
    await lock()
    const child = start(
      `
      const store = await open()
      say(await store.changeToken())
      process.stdin.once('data', async () => {
        say(await store.changeToken().catch((error) => error.code))
        process.exit()
      })`,
      user,
    )
    const lines: string[] = []
    for await (const line of createInterface(child.stdout)) {
      if (lines.push(line) > 1) continue
      await chmod(folder, 0o755)
      await chmod(path, 0o644)
      const writer = new DatabaseSync(path)
      writer.exec("insert into meta values ('late', '1')")
      writer.close()
      child.stdin.write('written')
    }
    expect(lines).toEqual(['1', '"database-busy"'])
  })

  it('cannot be made there', async () => {
    await chmod(folder, 0o555)
    expect(await said(`say(await open().catch((error) => error.code))`, user)).toBe('database-read-only')
  })
})
