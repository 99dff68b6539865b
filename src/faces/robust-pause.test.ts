import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const held = 'What does a held question wait for?'
const turns = 200

let folder: string
let reverie: Reverie
let batches: number[]
let begun: () => void
let gate: PromiseWithResolvers<void>
let arrived: PromiseWithResolvers<void>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-pause-'))
  for (let page = 0; page < 60; page += 1)
    writeFileSync(join(folder, `page-${page}.md`), `# Page ${page}\n\nThe worker of page ${page} runs for ${page + 3} minutes at most.\n`)
  batches = []
  begun = () => {}
  gate = Promise.withResolvers()
  arrived = Promise.withResolvers()
  const { name, model, dimensions } = createHashingEmbedder()
  if (typeof model === 'string') throw new Error('an embedding model was expected')
  const watched: typeof model = Object.assign(Object.create(model), {
    async doEmbed(options: Parameters<typeof model.doEmbed>[0]) {
      if (options.values.includes(held)) {
        arrived.resolve()
        await gate.promise
      } else {
        batches.push(options.values.length)
        begun()
      }
      return model.doEmbed(options)
    },
  })
  reverie = await openReverie({ folder, embedder: { name, model: watched, dimensions } })
})

afterEach(async () => {
  gate.resolve()
  await reverie.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Sleeps until something is embedded, then asks what takes until the gate opens; gives both once the ask waits. */
async function askedInTheMiddle(signal?: AbortSignal) {
  const embedding = new Promise<void>((resolve) => {
    begun = resolve
  })
  const sleeping = reverie.sleep(signal === undefined ? {} : { signal })
  sleeping.catch(() => undefined)
  await embedding
  const asking = reverie.ask({ question: held })
  await arrived.promise
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return { sleeping, asking }
}

it('nothing more is embedded while somebody asks, and the sleep goes on once they have their answer', async () => {
  const { sleeping, asking } = await askedInTheMiddle()
  const before = batches.length
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(batches.length).toBe(before)
  gate.resolve()
  await asking
  expect(await sleeping).toMatchObject({ stoppedBy: 'done', failed: [] })
  expect(batches.length).toBeGreaterThan(before)
  expect(Math.max(...batches)).toBeLessThanOrEqual(24)
})

it('a sleep told to stop while it waits for an ask ends without waiting for it, with what it had kept', async () => {
  const stop = new AbortController()
  const { sleeping, asking } = await askedInTheMiddle(stop.signal)
  stop.abort()
  expect(await sleeping).toMatchObject({ stoppedBy: 'aborted', failed: [] })
  gate.resolve()
  await asking
  expect(await reverie.sleep()).toMatchObject({ stoppedBy: 'done', failed: [] })
  expect(await reverie.sleep()).toMatchObject({ idle: true })
})
