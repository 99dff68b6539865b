import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openModel } from '../adapters/models/open-model.ts'
import { formatOf, handbookReply, textOf } from '../testing/handbook-reply.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { type OpenAiReply, type OpenAiRequest, type OpenAiServer, startOpenAiServer } from '../testing/openai-server.ts'
import { type ScriptedTimer, scriptedTimer } from '../testing/scripted-timer.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const pages = ['lantern', 'badger', 'harbour', 'willow']
const timeoutMs = 400_000

let folder: string
let server: OpenAiServer
let reverie: Reverie

afterEach(async () => {
  await reverie.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens the library over a loopback server that speaks OpenAI's format; its calls wait by `timer`. */
async function begin(timer: ScriptedTimer, script: (request: OpenAiRequest, index: number) => OpenAiReply): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'reverie-robust-'))
  for (const page of pages)
    writeFileSync(join(folder, `${page}.md`), `# The ${page}\n\nThe ${page} worker runs for 15 minutes at most on the server.\n`)
  server = await startOpenAiServer({ script })
  const model = await openModel('openai-compatible/scripted', {
    baseUrl: server.baseUrl,
    env: {},
    priceOf: () => ({ input: 1, output: 2 }),
  })
  const { name, model: embedding, dimensions } = createHashingEmbedder()
  reverie = await openReverie({
    folder,
    embedder: { name, model: embedding, dimensions },
    model: { ...model, timeoutMs, timer },
  })
}

const retries = (timer: ScriptedTimer) => timer.waits.filter((wait) => wait !== timeoutMs)

describe('a sleep over a model that', () => {
  it('hangs on one document times out there and goes on with the others', async () => {
    let hanging = 0
    const timer = scriptedTimer((wait) => wait !== timeoutMs)
    const limits: (() => void)[] = []
    const impatient: ScriptedTimer = {
      waits: timer.waits,
      wait: (wait, signal) =>
        wait === timeoutMs
          ? Promise.race([timer.wait(wait, signal), new Promise<void>((resolve) => limits.push(resolve))])
          : timer.wait(wait, signal),
    }
    await begin(impatient, (request) => {
      if (formatOf(request) !== 'claims' || !textOf(request).includes('badger')) return handbookReply(request)
      hanging += 1
      // Its time is over: all limits of now pass, of calls that have ended too.
      setImmediate(() => {
        for (const pass of limits.splice(0)) pass()
      })
      return { kind: 'silent' }
    })
    const receipt = await reverie.sleep({ budget: { tokens: 10_000_000 } })
    expect(receipt.failed).toContainEqual({ stage: 'distil', item: 'badger.md', reason: expect.stringContaining('no answer within 400 s') })
    expect(hanging).toBeGreaterThanOrEqual(3)
    expect(receipt.stoppedBy).toBe('done')
    // What may pass stays owed, and is not set aside.
    expect((await reverie.status()).owed.documents).toBeGreaterThanOrEqual(1)
  })

  it('limits the rate is left alone as long as it asks, and by back-off with jitter where it does not say', async () => {
    const faults: readonly OpenAiReply[] = [
      { kind: 'status', status: 429, headers: { 'retry-after': '17' } },
      { kind: 'status', status: 503, headers: { 'retry-after-ms': '2500' } },
      { kind: 'status', status: 500 },
    ]
    let left = [...faults]
    const timer = scriptedTimer((wait) => wait !== timeoutMs)
    await begin(timer, (request) => left.shift() ?? handbookReply(request))
    expect(await reverie.sleep({ budget: { tokens: 10_000_000 } })).toMatchObject({ stoppedBy: 'done', failed: [] })
    const waits = retries(timer)
    expect(waits).toHaveLength(3)
    expect(waits).toEqual(expect.arrayContaining([17_000, 2_500]))
    const [backOff = 0] = waits.filter((wait) => wait !== 17_000 && wait !== 2_500)
    expect(backOff).toBeGreaterThanOrEqual(750)
    expect(backOff).toBeLessThan(1_250)
    left = []
    expect(await reverie.sleep()).toMatchObject({ idle: true })
  })

  it('asks for an hour is not waited for: the document stays owed', async () => {
    let isLimited = true
    const timer = scriptedTimer((wait) => wait !== timeoutMs)
    await begin(timer, (request) =>
      isLimited && textOf(request).includes('willow')
        ? { kind: 'status', status: 429, headers: { 'retry-after': '3600' } }
        : handbookReply(request),
    )
    const receipt = await reverie.sleep({ budget: { tokens: 10_000_000 } })
    expect(retries(timer)).toEqual([])
    expect(receipt.failed).toContainEqual({ stage: 'distil', item: 'willow.md', reason: expect.stringContaining('HTTP 429') })
    isLimited = false
    expect(await reverie.sleep()).toMatchObject({ failed: [] })
    expect((await reverie.status()).owed.documents).toBe(0)
  })

  it('returns garbage for one document always: it is set aside with its reason, and everything else is prepared', async () => {
    let calls = 0
    const timer = scriptedTimer((wait) => wait !== timeoutMs)
    await begin(timer, (request) => {
      if (formatOf(request) !== 'claims' || !textOf(request).includes('badger')) return handbookReply(request)
      calls += 1
      return { kind: 'text', text: '¯\\_(ツ)_/¯ {"claims": [[[' }
    })
    const first = await reverie.sleep({ budget: { tokens: 10_000_000 } })
    expect(first.failed).toContainEqual({ stage: 'distil', item: 'badger.md', reason: expect.stringMatching(/scripted/) })
    for (const page of pages.filter((one) => one !== 'badger')) {
      const question = `Which rule says that The ${page} worker runs for 15 minutes at most on the server?`
      expect(await reverie.ask({ question }), page).toMatchObject({ served: 'hit' })
    }
    await reverie.sleep({ budget: { tokens: 10_000_000 } })
    const tried = calls
    const third = await reverie.sleep({ budget: { tokens: 10_000_000 } })
    expect(third.skipped).toContainEqual({ reason: 'quarantined', count: 1 })
    expect(third.failed).toEqual([])
    expect(calls).toBe(tried)
    expect(tried).toBeLessThanOrEqual(6)
    // Once it is another document it is tried afresh.
    writeFileSync(join(folder, 'badger.md'), '# The badger\n\nThe badger worker was replaced by the heron worker last year.\n')
    await reverie.sleep({ budget: { tokens: 10_000_000 } })
    expect(calls).toBeGreaterThan(tried)
  })

  it('returns garbage for one question always: the question is set aside, the others are answered', async () => {
    const timer = scriptedTimer((wait) => wait !== timeoutMs)
    const poison = 'Which rule says that The badger worker'
    let calls = 0
    await begin(timer, (request) => {
      const isPoison = formatOf(request) === 'verdicts' && textOf(request).includes(poison)
      if (!isPoison) return handbookReply(request)
      calls += 1
      return { kind: 'text', text: '{"sentences": "no"' }
    })
    const first = await reverie.sleep({ budget: { tokens: 10_000_000 } })
    expect(first.stoppedBy).toBe('done')
    expect(first.servable).toBeGreaterThanOrEqual(pages.length - 1)
    await reverie.sleep({ budget: { tokens: 10_000_000 } })
    const tried = calls
    expect(tried).toBeGreaterThan(0)
    await reverie.sleep({ budget: { tokens: 10_000_000 } })
    await reverie.sleep({ budget: { tokens: 10_000_000 } })
    expect(calls).toBe(tried)
  })
})
