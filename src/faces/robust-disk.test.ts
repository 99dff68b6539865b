import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { unsoundRows } from '../testing/kills/unsound-rows.ts'
import { openReverie } from './open-reverie.ts'

const { name, model, dimensions } = createHashingEmbedder()
const embedder = { name, model, dimensions }
const subjects = ['lantern', 'badger', 'harbour', 'willow', 'copper', 'meadow', 'thistle', 'quarry']
const nobody = 65_534

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-disk-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function writePages(into: string): void {
  for (const [at, subject] of subjects.entries())
    writeFileSync(
      join(into, `${subject}.md`),
      `# The ${subject} worker\n\nThe ${subject} worker runs for ${at + 10} minutes at most.\n\n## Options\n\n- \`${subject}Limit\`: How many ${subject} jobs run at once. Defaults to \`${at}\`.\n- \`${subject}Home\`: The folder of the ${subject} worker. Defaults to \`/${subject}\`.\n`,
    )
}

/** A small disk, which only root may mount; null where that is not allowed. */
function mountDisk(megabytes: number): string | null {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { stdio: 'ignore' })
    return disk
  } catch {
    return null
  }
}

/** Writes until nothing more fits. */
function fill(path: string): void {
  for (const bytes of [65_536, 4_096]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(bytes), { flag: 'a' })
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause
    }
  }
}

describe('a disk that is full in the middle of a sleep', () => {
  it('ends it saying what to do, keeps what was finished, answers asks, and is slept on once there is space', async (context) => {
    const disk = mountDisk(24)
    if (disk === null) return context.skip('only root may mount a small disk')
    try {
      writePages(disk)
      const failures: unknown[] = []
      const open = (ahead = 0) => {
        const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() }
        return openReverie({ folder: disk, embedder, clock, onRecordFailure: (cause) => failures.push(cause) })
      }
      const first = await open()
      let isFull = false
      const sleeping = first.sleep({
        onProgress: ({ stage, done }) => {
          if (isFull || stage !== 'pre-answer' || done < 8) return
          isFull = true
          fill(join(disk, 'filler.bin'))
        },
      })
      await expect(sleeping).rejects.toMatchObject({
        message: expect.stringContaining('is full'),
        hint: expect.stringContaining('Free some space'),
        isRetryable: true,
      })
      const before = (await first.status()).entries.fresh ?? 0
      expect(before).toBeGreaterThan(0)
      expect(await first.ask({ question: 'How long may the badger worker run?' })).toMatchObject({
        citations: [expect.objectContaining({ path: 'badger.md' })],
      })
      await first.close().catch(() => undefined)
      rmSync(join(disk, 'filler.bin'))
      // A lease that a full disk kept from being given back ends by itself.
      await using again = await open(30_000)
      expect((await again.status()).entries.fresh).toBeGreaterThanOrEqual(before)
      const receipt = await again.sleep()
      expect(receipt).toMatchObject({ stoppedBy: 'done', failed: [] })
      expect(await again.sleep()).toMatchObject({ idle: true })
      expect(unsoundRows(join(disk, '.reverie/reverie.db'))).toEqual([])
    } finally {
      execFileSync('umount', ['-l', disk])
    }
  }, 60_000)
})

describe('a folder turned read-only in the middle of a sleep', () => {
  it('loses nothing, and whoever opens it then answers and says that nothing is kept', async (context) => {
    if (process.getuid?.() !== 0) return context.skip('only root may run a process as another user')
    writePages(folder)
    for (const subject of subjects) chmodSync(join(folder, `${subject}.md`), 0o644)
    chownSync(folder, nobody, nobody)
    chmodSync(folder, 0o755)
    const code = `
      const { openReverie } = await import(${JSON.stringify(new URL('open-reverie.ts', import.meta.url).href)})
      const { createHashingEmbedder } = await import(${JSON.stringify(new URL('../testing/hashing-embedder.ts', import.meta.url).href)})
      const { chmodSync } = await import('node:fs')
      const { name, model, dimensions } = createHashingEmbedder()
      const folder = ${JSON.stringify(folder)}
      const open = () => openReverie({ folder, embedder: { name, model, dimensions } })
      const told = {}
      const tell = (work) => work.then((value) => value, (error) => ({ code: error.code, message: error.message, hint: error.hint }))
      const first = await open()
      let isShut = false
      const shut = ({ stage, done }) => {
        if (isShut || stage !== 'pre-answer' || done < 8) return
        isShut = true
        chmodSync(folder + '/.reverie', 0o555)
        chmodSync(folder + '/.reverie/reverie.db', 0o444)
        chmodSync(folder, 0o555)
      }
      told.sleep = await tell(first.sleep({ onProgress: shut }))
      told.ask = await tell(first.ask({ question: 'How long may the badger worker run?' }))
      await first.close().catch(() => {})
      const second = await open()
      told.later = await tell(second.ask({ question: 'How long may the badger worker run?' }))
      told.again = await tell(second.sleep())
      await second.close()
      chmodSync(folder, 0o755)
      chmodSync(folder + '/.reverie', 0o755)
      chmodSync(folder + '/.reverie/reverie.db', 0o644)
      const third = await open()
      told.third = await tell(third.sleep())
      await third.close()
      process.stdout.write(JSON.stringify(told))`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
      uid: nobody,
      gid: nobody,
      env: { ...process.env, HOME: folder },
    })
    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
    const told = JSON.parse(output)
    // What was open for writing stays so: the sleep either ends well or says what to do.
    if (told.sleep.code === undefined) expect(told.sleep).toMatchObject({ stoppedBy: 'done', failed: [] })
    else expect(told.sleep).toMatchObject({ code: 'database-read-only', hint: expect.stringContaining('writable') })
    for (const answer of [told.ask, told.later]) expect(answer).toMatchObject({ citations: [{ path: 'badger.md' }] })
    expect(told.again).toMatchObject({ code: 'database-read-only', hint: expect.stringContaining('writable') })
    expect(told.third).toMatchObject({ stoppedBy: 'done', failed: [] })
    expect(told.third.servable).toBeGreaterThanOrEqual(told.sleep.servable ?? 1)
  }, 60_000)
})
