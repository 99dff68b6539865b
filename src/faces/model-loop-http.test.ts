import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openModel } from '../adapters/models/open-model.ts'
import { formatOf, handbookReply, textOf } from '../testing/handbook-reply.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { type OpenAiReply, type OpenAiRequest, type OpenAiServer, startOpenAiServer } from '../testing/openai-server.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const files = {
  'limits.md': '# Limits\n\nA job may run for at most 15 minutes on the server. The queue holds 5000 jobs before it refuses more.\n',
  'backups.md': '# Backups\n\nCopy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.\n',
}
const question = 'Which rule says that A job may run for at most 15 minutes on the server?'

let folder: string
let server: OpenAiServer
let reverie: Reverie

afterEach(async () => {
  await reverie.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens the library over a loopback server that speaks OpenAI's format, as `--model openai-compatible/…` does. */
async function begin(script: (request: OpenAiRequest, index: number) => OpenAiReply): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'reverie-http-'))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
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
    model: { ...model, timeoutMs: 400, retry: { firstWaitMs: 1 } },
  })
}

describe('the loop over HTTP', () => {
  it('sleeps, hits and streams', async () => {
    await begin(handbookReply)
    expect(await reverie.sleep()).toMatchObject({ stoppedBy: 'done', failed: [] })
    const calls = server.requests.length
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', text: expect.stringContaining('[1]') })
    expect(server.requests.length).toBe(calls)
    const live = await reverie.ask({ question: 'May a backup be taken while the worker runs?', mode: 'live' })
    expect(live).toMatchObject({ served: 'live', citations: [{ path: 'backups.md' }], spend: { inputTokens: 20, outputTokens: 7 } })
  })

  it('comes through a bad day: what may pass is tried again, the rest is counted and the next sleep goes on', async () => {
    const faults: readonly OpenAiReply[] = [
      { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
      { kind: 'status', status: 500 },
      { kind: 'silent' },
      { kind: 'cut', text: '{"headline": "half' },
      { kind: 'invalid-json' },
    ]
    await begin((request, index) => faults[index] ?? handbookReply(request))
    const receipt = await reverie.sleep()
    expect(receipt.stoppedBy).toBe('done')
    await reverie.sleep()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit' })
    // A time-out, a cut and a 500 count at their worst case: the provider may have worked on them.
    expect((await reverie.status()).spend.sleep.outputTokens).toBeGreaterThan(8000)
  })

  it('tries again in every sleep while the server only fails, and never sets the documents aside', async () => {
    let isUp = false
    await begin((request) => (isUp ? handbookReply(request) : { kind: 'status', status: 503 }))
    for (const _ of [1, 2, 3]) {
      const receipt = await reverie.sleep({ budget: { tokens: 10_000_000 } })
      expect(receipt.failed.map(({ item }) => item)).toEqual(expect.arrayContaining(['backups.md', 'limits.md']))
      expect(receipt.failed[0]?.reason).toContain('HTTP 503')
      expect(receipt.hints).toEqual(['The provider has trouble: try again later.'])
    }
    await expect(reverie.ask({ question: 'May a backup be taken while the worker runs?' })).rejects.toMatchObject({ code: 'model-failed' })
    isUp = true
    expect(await reverie.sleep()).toMatchObject({ stoppedBy: 'done', failed: [] })
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit' })
  })

  it('owes nothing once a sleep finds nothing to do', async () => {
    await begin(handbookReply)
    await reverie.ask({ question: 'How many penguins does a backup take?' })
    let idle = false
    for (let sleeps = 0; sleeps < 4 && !idle; sleeps += 1) idle = (await reverie.sleep()).idle
    expect(idle).toBe(true)
    expect((await reverie.status()).owed).toMatchObject({ documents: 0, vectors: 0, questions: 0 })
  })

  it('counts refusals and leaves what is refused twice alone', async () => {
    await begin((request) =>
      formatOf(request) === 'claims' && textOf(request).includes('half a job')
        ? { kind: 'refusal', text: 'I cannot help with that.' }
        : handbookReply(request),
    )
    const receipt = await reverie.sleep()
    expect(receipt.failed).toContainEqual({ stage: 'distil', item: 'backups.md', reason: expect.any(String) })
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit' })
    await reverie.sleep()
    const third = await reverie.sleep()
    expect(third.skipped).toContainEqual({ reason: 'quarantined', count: 1 })
    expect((await reverie.status()).owed.documents, 'no sleep tries it again').toBe(0)
  })

  it('ends where the model cannot be had for many documents in a row, and keeps them owed', async () => {
    let isUp = false
    await begin((request) => (isUp ? handbookReply(request) : { kind: 'status', status: 500 }))
    for (let page = 0; page < 12; page += 1)
      writeFileSync(join(folder, `page-${page}.md`), `# Page ${page}\n\nPage ${page} holds rule number ${page}.\n`)
    await expect(reverie.sleep({ budget: { tokens: 10_000_000 } })).rejects.toMatchObject({ code: 'model-failed', isRetryable: true })
    expect((await reverie.status()).owed.documents).toBe(14)
    isUp = true
    expect(await reverie.sleep()).toMatchObject({ stoppedBy: 'done', failed: [] })
  })

  it('ends at once where the key is wrong', async () => {
    await begin(() => ({ kind: 'status', status: 401 }))
    await expect(reverie.sleep()).rejects.toMatchObject({ code: 'bad-config', hint: expect.stringContaining('key') })
    expect(server.requests.length).toBeLessThanOrEqual(4)
  })
})
