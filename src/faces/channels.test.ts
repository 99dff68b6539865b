import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openModel } from '../adapters/models/open-model.ts'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { handbookModel } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { type OpenAiBatchServer, startOpenAiBatchServer } from '../testing/openai-batch-server.ts'
import { type ScriptedClock, scriptedClock } from '../testing/scripted-clock.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions, SleepReceipt } from './reverie.ts'

const files = {
  'limits.md': '# Limits\n\nA job may run for at most 15 minutes on the server. The queue holds 5000 jobs before it refuses more.\n',
  'backups.md': '# Backups\n\nCopy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.\n',
}
const question = 'Which rule says that A job may run for at most 15 minutes on the server?'
const price = { input: 1, output: 2, batchFactor: 0.5, flexFactor: 0.5 }

let folder: string
let server: OpenAiBatchServer
let clock: ScriptedClock
let reverie: Reverie | null = null

beforeEach(async () => {
  clock = scriptedClock()
  folder = mkdtempSync(join(tmpdir(), 'reverie-channels-'))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  server = await startOpenAiBatchServer(
    ({ text, format }) => handbookModel({ text, format }),
    () => clock.now() / 1000,
  )
})

afterEach(async () => {
  await reverie?.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens the library as another process would: nothing is remembered but what is on disk. */
async function reopen(options: Partial<ReverieOptions> = {}): Promise<Reverie> {
  await reverie?.close()
  const model = await openModel('openai/gpt-5-mini', { baseUrl: server.baseUrl, apiKey: 'key', env: {}, priceOf: () => price })
  const { name, model: embedding, dimensions } = createHashingEmbedder()
  reverie = await openReverie({
    ...{ folder, clock, channel: 'batch', budget: { usd: 5 } },
    embedder: { name, model: embedding, dimensions },
    model: { ...model, retry: { firstWaitMs: 1 } },
    ...options,
  })
  return reverie
}

async function callRows() {
  const store = await openSqliteStore({ path: join(folder, '.reverie', 'reverie.db'), clock })
  const rows = await store.read.selectFrom('batch_calls').selectAll().execute()
  await store.close()
  return rows
}

async function ledgerRows() {
  const store = await openSqliteStore({ path: join(folder, '.reverie', 'reverie.db'), clock })
  const rows = await store.read
    .selectFrom('ledger')
    .selectAll()

    .execute()
  await store.close()
  return rows
}

/** Sleeps and lets the provider answer until nothing waits any more. */
async function sleepOut(most = 12): Promise<readonly SleepReceipt[]> {
  const receipts: SleepReceipt[] = []
  for (let night = 0; night < most; night += 1) {
    const receipt = await (await reopen()).sleep()
    receipts.push(receipt)
    if ((receipt.batch?.waiting ?? 0) === 0) return receipts
    for (const batch of server.batches) if (batch.status === 'validating') server.finish({}, batch)
    clock.advance(8 * 3_600_000)
  }
  return receipts
}

describe('a sleep whose calls are sent together', () => {
  it('says what it sent, and the next ones go on with the answers until hits are served at half the price', async () => {
    const receipts = await sleepOut()
    const [first] = receipts
    const last = receipts.at(-1)
    expect(first).toMatchObject({ stoppedBy: 'done', failed: [], idle: false, batch: { sent: 2, waiting: 2, problems: [] } })
    expect(first?.batch?.expectedBy).toBe(Date.UTC(2026, 0, 2))
    expect(last?.batch).toMatchObject({ waiting: 0, sent: 0 })
    expect(receipts.flatMap(({ failed, batch }) => [...failed, ...(batch?.problems ?? []), ...(batch?.returned ?? [])])).toEqual([])
    expect(server.direct).toEqual([])

    const open = await reopen()
    expect(await open.ask({ question })).toMatchObject({ served: 'hit', text: expect.stringContaining('[1]') })
    expect(await open.sleep()).toMatchObject({ idle: true, batch: { sent: 0, answered: 0, wasted: 0 } })
    const rows = await ledgerRows()
    expect(rows.length).toBeGreaterThan(5)
    expect(new Set(rows.map(({ channel, state, micros }) => `${channel} ${state} ${micros}`))).toEqual(new Set(['batch settled 17']))
    // No line was ever sent twice.
    const lines = server.batches.reduce((sum, { total }) => sum + total, 0)
    expect(lines).toBe(rows.length)
  }, 60_000)

  it('asks at once where somebody waits', async () => {
    const open = await reopen()
    await open.sleep()
    const answer = await open.ask({ question: 'May a backup be taken while the worker runs?' })
    expect(answer.served).toBe('live')
    expect(server.direct.length).toBeGreaterThan(0)
    expect((await ledgerRows()).filter(({ side }) => side === 'ask').every(({ channel }) => channel === 'direct')).toBe(true)
  })

  it('keeps within its caps, what is out included', async () => {
    const open = await reopen({ budget: { usd: 0.004 } })
    const first = await open.sleep()
    const rows = await ledgerRows()
    expect(rows.reduce((sum, { reserved_micros }) => sum + Number(reserved_micros), 0)).toBeLessThanOrEqual(4000)
    expect(first.stoppedBy).toBe('budget')
    expect(first.batch?.waiting).toBe(rows.length)
  })

  it('sends nothing twice and loses nothing where it was killed between sending and writing so down', async () => {
    server.fail({ at: 'POST /v1/batches', status: 500, isDone: true })
    const first = await (await reopen()).sleep()
    expect(first.batch?.problems[0]).toContain('may or may not have been sent')
    clock.advance(3_600_000)
    const second = await (await reopen()).sleep()
    expect(second.batch).toMatchObject({ sent: 0, waiting: 2 })
    expect(server.batches).toHaveLength(1)
    server.finish()
    const third = await (await reopen()).sleep()
    expect(third.batch).toMatchObject({ answered: 2, used: 2 })
  })

  it('never uses what was asked about a text that has changed', async () => {
    await (await reopen()).sleep()
    writeFileSync(join(folder, 'limits.md'), files['limits.md'].replace('15 minutes', '20 minutes'))
    server.finish()
    const next = await (await reopen()).sleep()
    expect(next.batch).toMatchObject({ answered: 2, used: 1, wasted: 1 })
    const rest = await sleepOut()
    expect(rest.at(-1)?.batch?.waiting).toBe(0)
    const answer = await (await reopen()).ask({ question: 'Which rule says that A job may run for at most 20 minutes on the server?' })
    expect([answer.served, answer.citations.some(({ quote }) => quote.includes('15 minutes'))]).toEqual(['hit', false])
  }, 60_000)

  it('keeps no word of what is forgotten while it waits to be sent', async () => {
    server.fail({ at: 'POST /v1/batches', status: 403 })
    const open = await reopen()
    expect((await open.sleep()).batch?.problems[0]).toContain('a batch was not sent')
    await open.forget({ path: 'limits.md' })
    expect(await callRows()).toEqual([])
    expect((await ledgerRows()).map(({ state }) => state)).toEqual(['released', 'released'])
    expect((await open.sleep()).batch).toMatchObject({ sent: 1, problems: [] })
  })

  it('settles what is out where the channel is set to another meanwhile', async () => {
    await (await reopen()).sleep()
    server.finish()
    const direct = await (await reopen({ channel: 'direct' })).sleep()
    expect(direct.batch).toMatchObject({ answered: 2, used: 0, wasted: 2, sent: 0, waiting: 0 })
    const rows = await ledgerRows()
    expect(rows.filter(({ state }) => state === 'reserved')).toEqual([])
    expect(rows.filter(({ channel }) => channel === 'batch')).toHaveLength(2)
    expect('batch' in (await (await reopen({ channel: 'direct' })).sleep())).toBe(false)
  }, 60_000)

  it('is refused where the model is not offered that way', async () => {
    const model = await openModel('openai-compatible/x', { baseUrl: server.baseUrl, env: {}, priceOf: () => price })
    const open = await reopen({ model })
    await expect(open.sleep()).rejects.toMatchObject({ code: 'bad-config', message: expect.stringContaining('openai-compatible/x') })
  })
})

describe('a sleep at the flex tier', () => {
  it('asks for the tier at its price, and not where somebody waits', async () => {
    const open = await reopen({ channel: 'flex' })
    expect(await open.sleep()).toMatchObject({ failed: [], stoppedBy: 'done' })
    expect(server.direct.every((body) => (body as { service_tier?: string }).service_tier === 'flex')).toBe(true)
    expect(new Set((await ledgerRows()).map(({ channel, micros }) => `${channel} ${micros}`))).toEqual(new Set(['flex 17']))
    const before = server.direct.length
    await open.ask({ question: 'May a backup be taken while the worker runs?', mode: 'live' })
    expect(server.direct.slice(before).some((body) => 'service_tier' in (body as object))).toBe(false)
  }, 60_000)

  it('leaves owed what the provider has no room for', async () => {
    server.fail(...Array(400).fill({ at: 'POST /v1/responses', status: 429, headers: { 'retry-after': '0' } }))
    const open = await reopen({ channel: 'flex' })
    const receipt = await open.sleep()
    expect(receipt.failed.every(({ reason }) => reason.includes('429'))).toBe(true)
    expect(receipt.failed.length).toBeGreaterThan(0)
    expect((await ledgerRows()).every(({ state }) => state === 'released')).toBe(true)
  }, 60_000)

  it('is refused for a model that has none', async () => {
    const model = await openModel('openai/gpt-4.1', { baseUrl: server.baseUrl, apiKey: 'key', env: {}, priceOf: () => price })
    await expect((await reopen({ channel: 'flex', model })).sleep()).rejects.toMatchObject({ code: 'bad-config' })
  })
})
