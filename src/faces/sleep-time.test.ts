import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'

const { name, model, dimensions } = createHashingEmbedder()
const pages = 60
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-time-'))
  for (let page = 0; page < pages; page += 1)
    writeFileSync(join(folder, `page-${page}.md`), `# Page ${page}\n\nThe worker of page ${page} runs for ${page + 3} minutes at most.\n`)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('a sleep whose time is over while it still reads says so in its receipt, and the next one goes on', async () => {
  await using reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
  const receipt = await reverie.sleep({ forMs: 1 })
  expect(receipt).toMatchObject({ stoppedBy: 'time', idle: false, sync: { warnings: [expect.stringContaining('time was over')] } })
  expect(receipt.sync.documents.total).toBeLessThan(pages)
  expect(receipt.sync.documents.added).toBe(receipt.sync.documents.total)
  expect((await reverie.status()).lastSleep).toMatchObject({ state: 'stopped' })
  const whole = await reverie.sleep({ until: Date.now() + 3_600_000 })
  expect([whole.stoppedBy, whole.sync.documents.total]).toEqual(['done', pages])
  expect(await reverie.sleep({ forMs: 3_600_000 })).toMatchObject({ idle: true, stoppedBy: 'done' })
})

it('one whose time was over before it began says the same', async () => {
  await using reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
  expect(await reverie.sleep({ until: 0 })).toMatchObject({ stoppedBy: 'time', sync: { documents: { total: 0 } } })
})

it('a sleep that somebody stopped is no matter of its time', async () => {
  await using reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
  const stop = new AbortController()
  const sleeping = reverie.sleep({ forMs: 60_000, signal: stop.signal })
  stop.abort()
  await expect(sleeping).rejects.toMatchObject({ code: 'aborted' })
})
