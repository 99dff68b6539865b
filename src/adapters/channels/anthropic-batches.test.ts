import { afterEach, describe, expect, it } from 'vitest'
import { ensureScope } from '../../corpus/scopes.ts'
import { createBatchChannel } from '../../ledger/channels/batch-channel.ts'
import { priceByFactor } from '../../ledger/channels/price-by-factor.ts'
import { meterModel } from '../../ledger/meter-model.ts'
import { openLedger } from '../../ledger/open-ledger.ts'
import { noCaps } from '../../ledger/spend-cap.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { SpendContext } from '../../spec/ledger.ts'
import { type AnthropicBatchServer, type AnthropicLine, startAnthropicBatchServer } from '../../testing/anthropic-batch-server.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import { scriptedTimer } from '../../testing/scripted-timer.ts'
import { seededRandom } from '../../testing/seeded-random.ts'
import { openModel } from '../models/open-model.ts'
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts'

const scope = 'default' as ScopeId
const context: SpendContext = { scope, cause: 'run', side: 'sleep', purpose: 'pre-answer' }
const price = { input: 3, output: 15, batchFactor: 0.5 }
const schema = { type: 'object', properties: { port: { type: 'number' } }, required: ['port'], additionalProperties: false } as const
const call = (text: string) => ({
  prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }],
  maxOutputTokens: 50,
  ...(text.startsWith('json') ? { responseFormat: { type: 'json' as const, name: 'port', schema } } : {}),
})

let server: AnthropicBatchServer
afterEach(() => server.close())

async function world() {
  const clock = scriptedClock()
  server = await startAnthropicBatchServer(clock.now)
  const store = await openSqliteStore({ path: ':memory:', clock })
  await ensureScope(store, clock, scope)
  const random = seededRandom()
  const timer = scriptedTimer()
  const opened = await openModel('anthropic/claude-sonnet-4-5', { baseUrl: server.baseUrl, apiKey: 'key', env: {}, priceOf: () => price })
  const provider = opened.channels?.batch
  if (provider === undefined) throw new Error('no batches')
  const sleep = () => {
    const channel = createBatchChannel({
      store,
      scope,
      model: opened.name,
      price: priceByFactor(price, 0.5),
      provider,
      clock,
      random,
      timer,
    })
    const { channels: _, ...own } = opened
    const ledger = openLedger({ store, clock, random })
    const model = meterModel({ ...own, ledger, caps: noCaps, clock, random, timer, channel: { kind: 'batch', channel } })
    const ask = async (text: string): Promise<string> => {
      try {
        return (await model.generate(call(text), context)).text
      } catch (cause) {
        return String((cause as { code?: unknown }).code)
      }
    }
    return { channel, ask }
  }
  const rows = async () => (await store.read.selectFrom('ledger').selectAll().execute()).map((row) => [row.state, row.micros])
  return { clock, sleep, rows }
}

const whole = { isWhole: true } as const
const textOf = (params: unknown): string => JSON.stringify((params as { messages: unknown }).messages)

describe('calls sent together to Anthropic', () => {
  it('wait, and are answered at half the price, structured ones too', async () => {
    const { sleep, rows } = await world()
    const first = sleep()
    await Promise.all(['plain', 'json'].map(first.ask))
    await first.channel.submit(whole)
    expect(server.batches[0]?.requests.every(({ custom_id }) => /^[\w-]{1,64}$/.test(custom_id))).toBe(true)
    const running = sleep()
    await running.channel.collect()
    expect(await running.ask('plain')).toBe('parked')
    server.finish((params) => ({ type: 'succeeded', text: textOf(params).includes('json') ? '{"port":3000}' : 'It is 3000.' }))
    const next = sleep()
    await next.channel.collect()
    expect([await next.ask('plain'), await next.ask('json')]).toEqual(['It is 3000.', '{"port":3000}'])
    expect(await rows()).toEqual(Array(2).fill(['settled', Math.ceil((20 * 3 + 7 * 15) / 2)]))
    expect(server.requests).toContain('DELETE /v1/messages/batches/msgbatch_1')
  })

  it('come back by line: succeeded, errored for good or for now, cancelled, expired', async () => {
    const { sleep, rows } = await world()
    const ends: Readonly<Record<string, AnthropicLine>> = {
      good: { type: 'succeeded', text: 'fine' },
      odd: { type: 'errored', error: 'invalid_request_error', message: 'too odd' },
      busy: { type: 'errored', error: 'overloaded_error', message: 'busy' },
      stopped: { type: 'canceled' },
      late: { type: 'expired' },
    }
    const texts = Object.keys(ends)
    const first = sleep()
    await Promise.all(texts.map(first.ask))
    await first.channel.submit(whole)
    server.finish(
      (params) => texts.filter((text) => textOf(params).includes(text)).flatMap((text) => ends[text] ?? [])[0] ?? { type: 'expired' },
      (lines) => ['{"half":', ...lines.toReversed()],
    )
    const next = sleep()
    await next.channel.collect()
    expect(await Promise.all(texts.map(next.ask))).toEqual(['fine', 'model-failed', 'parked', 'parked', 'parked'])
    expect((await next.channel.report()).returned.map(({ reason }) => reason).sort()).toEqual([
      'invalid_request_error: too odd',
      'it was not answered before the batch expired',
      'overloaded_error: busy',
      'the batch was cancelled',
    ])
    expect((await rows()).filter(([state]) => state === 'released')).toHaveLength(4)
  })

  it('are told by their results where the answer to the sending was lost, and not sent twice', async () => {
    const { sleep, clock } = await world()
    const first = sleep()
    await first.ask('a')
    server.fail({ at: 'POST /v1/messages/batches', status: 502, isDone: true })
    await first.channel.submit(whole)
    clock.advance(120_000)
    const early = sleep()
    await early.channel.collect()
    expect(await early.ask('a')).toBe('parked')
    await early.channel.submit(whole)
    server.finish(() => ({ type: 'succeeded', text: 'found' }))
    const next = sleep()
    await next.channel.collect()
    expect(await next.ask('a')).toBe('found')
    expect(server.batches).toHaveLength(1)
  })

  it('are read on where a download broke off, and polled again after trouble', async () => {
    const { sleep } = await world()
    const texts = ['a', 'b', 'c', 'd', 'e']
    const first = sleep()
    await Promise.all(texts.map(first.ask))
    await first.channel.submit(whole)
    server.finish(() => ({ type: 'succeeded', text: 'fine' }))
    server.fail({ at: 'GET /v1/messages/batches/', status: 529 })
    server.fail({ at: 'GET /v1/messages/batches/msgbatch_1/results', isCut: true })
    const next = sleep()
    await next.channel.collect()
    expect((await next.channel.report()).waiting).toBeGreaterThan(0)
    const last = sleep()
    await last.channel.collect()
    expect(await Promise.all(texts.map(last.ask))).toEqual(Array(5).fill('fine'))
  })
})
