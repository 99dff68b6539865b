import { afterEach, describe, expect, it } from 'vitest'
import { ensureScope } from '../../corpus/scopes.ts'
import { type BatchChannel, createBatchChannel } from '../../ledger/channels/batch-channel.ts'
import { priceByFactor } from '../../ledger/channels/price-by-factor.ts'
import { meterModel } from '../../ledger/meter-model.ts'
import { openLedger } from '../../ledger/open-ledger.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { SpendContext } from '../../spec/ledger.ts'
import { type AskedPrompt, type LineAnswer, type OpenAiBatchServer, startOpenAiBatchServer } from '../../testing/openai-batch-server.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import { scriptedTimer } from '../../testing/scripted-timer.ts'
import { seededRandom } from '../../testing/seeded-random.ts'
import { openModel } from '../models/open-model.ts'
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts'

const scope = 'default' as ScopeId
const context: SpendContext = { scope, cause: 'run', side: 'sleep', purpose: 'distil' }
const price = { input: 2, output: 8, batchFactor: 0.5 }
const call = (text: string) => ({ prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }], maxOutputTokens: 50 })
const caps = { sleep: [{ tokens: null, usd: 0.001, per: 'day' }], ask: [] } as const

let server: OpenAiBatchServer
afterEach(() => server.close())

const echo = ({ text }: AskedPrompt): LineAnswer => `answer to ${text}`

async function world(answer: (prompt: AskedPrompt) => LineAnswer = echo) {
  const clock = scriptedClock()
  server = await startOpenAiBatchServer(answer, () => clock.now() / 1000)
  const store = await openSqliteStore({ path: ':memory:', clock })
  await ensureScope(store, clock, scope)
  const random = seededRandom()
  const timer = scriptedTimer()
  const opened = await openModel('openai/gpt-5-mini', { baseUrl: server.baseUrl, apiKey: 'key', env: {}, priceOf: () => price })
  const provider = opened.channels?.batch
  if (provider === undefined) throw new Error('no batches')
  const ledger = openLedger({ store, clock, random })
  /** As each sleep has: nothing is remembered but what is stored. */
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
    const model = meterModel({ ...own, ledger, caps, clock, random, timer, channel: { kind: 'batch', channel } })
    const ask = async (text: string): Promise<string> => {
      try {
        return (await model.generate(call(text), context)).text
      } catch (cause) {
        return String((cause as { code?: unknown }).code)
      }
    }
    return { channel, model, ask }
  }
  const rows = async () =>
    (await store.read.selectFrom('ledger').selectAll().orderBy('id').execute()).map((row) => [row.channel, row.state, row.micros])
  const states = async () =>
    (await store.read.selectFrom('batch_calls').select('state').orderBy('state').execute()).map(({ state }) => state)
  const batchStates = async () => (await store.read.selectFrom('batches').select('state').execute()).map(({ state }) => state)
  return { store, clock, timer, sleep, rows, states, batchStates }
}

const whole = { isWhole: true } as const

async function sendAndFinish(channel: BatchChannel, finish: () => void): Promise<void> {
  await channel.submit(whole)
  finish()
}

describe('calls sent together to OpenAI', () => {
  it('wait in a batch, and the next sleep has their answers at half the price', async () => {
    const { store, sleep, rows, states, batchStates, clock } = await world()
    const first = sleep()
    expect([await first.ask('one'), await first.ask('two'), await first.ask('one')]).toEqual(['parked', 'parked', 'parked'])
    expect(server.requests).toEqual([])
    await first.channel.submit(whole)
    expect(await first.channel.report()).toMatchObject({ sent: 2, waiting: 2, expectedBy: clock.now() + 86_400_000 })
    expect(await rows()).toEqual(Array(2).fill(['batch', 'reserved', null]))
    // 8 tokens by our count, 9 with the provider's margin, and 50 written: (9 × $2 + 50 × $8) / 2.
    expect(await store.read.selectFrom('ledger').select('reserved_micros').execute()).toEqual(Array(2).fill({ reserved_micros: 209 }))

    const early = sleep()
    await early.channel.collect()
    expect(await early.ask('one')).toBe('parked')
    await early.ask('two')
    await early.channel.submit(whole)
    expect(server.batches).toHaveLength(1)

    server.finish({ rewrite: (lines) => lines.toReversed() })
    const next = sleep()
    await next.channel.collect()
    expect([await next.ask('one'), await next.ask('two')]).toEqual(['answer to one', 'answer to two'])
    await next.channel.submit(whole)
    expect(await next.channel.report()).toMatchObject({ answered: 2, used: 2, waiting: 0, wasted: 0, sent: 0, problems: [] })
    expect(await rows()).toEqual(Array(2).fill(['batch', 'settled', (20 * 2 + 7 * 8) / 2]))
    expect([await states(), await batchStates()]).toEqual([['used', 'used'], ['ended']])
    expect([...server.files]).toEqual([])
    expect(server.direct).toEqual([])
  })

  it('have the request and the answer they would have directly', async () => {
    const { sleep, store } = await world()
    const sleeping = sleep()
    await sleeping.ask('one')
    const { request } = await store.read.selectFrom('batch_calls').select('request').executeTakeFirstOrThrow()
    const direct = await sleeping.model.generate(call('one'), { ...context, side: 'ask', purpose: 'ask' })
    expect(JSON.parse((JSON.parse(request) as { body: string }).body)).toEqual(server.direct[0])
    await sendAndFinish(sleeping.channel, server.finish)
    const next = sleep()
    await next.channel.collect()
    const { result, text, spend } = await next.model.generate(call('one'), context)
    expect([text, result.content]).toEqual([direct.text, direct.result.content])
    expect(spend.usd).toBe((direct.spend.usd ?? 0) / 2)
  })

  it('count against the caps while they are out', async () => {
    const { sleep } = await world()
    const { ask, channel } = sleep()
    // Each reserves $0.00021 at the batch price of $0.001 a day.
    const asked = []
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) asked.push(await ask(text))
    expect(asked).toEqual(['parked', 'parked', 'parked', 'parked', 'budget-refused', 'budget-refused'])
    await channel.submit({ isWhole: false })
    expect(await sleep().ask('g')).toBe('budget-refused')
    server.finish()
    const next = sleep()
    await next.channel.collect()
    expect(await next.ask('g')).toBe('parked')
  })

  it('come back by line: refused for good, refused for now, answered', async () => {
    const { sleep, rows } = await world(({ text }) => {
      if (text === 'bad') return { status: 400, message: 'too odd' }
      return text === 'busy' ? { status: 503, message: 'overloaded' } : `answer to ${text}`
    })
    const first = sleep()
    for (const text of ['bad', 'busy', 'good']) await first.ask(text)
    await sendAndFinish(first.channel, server.finish)
    const next = sleep()
    await next.channel.collect()
    expect([await next.ask('good'), await next.ask('bad'), await next.ask('busy')]).toEqual(['answer to good', 'model-failed', 'parked'])
    expect((await next.channel.report()).returned).toEqual([
      { reason: 'HTTP 400: too odd', count: 1 },
      { reason: 'HTTP 503: overloaded', count: 1 },
    ])
    expect((await rows()).map(([, state]) => state).sort()).toEqual(['released', 'released', 'reserved', 'settled'])
  })

  it.each(['expired', 'cancelled'] as const)('are used as far as they came where the batch was %s, the rest is owed again', async (how) => {
    const { sleep, batchStates } = await world()
    const first = sleep()
    const texts = ['a', 'b', 'c', 'd']
    for (const text of texts) await first.ask(text)
    await sendAndFinish(first.channel, () => server.finish({ how, isLeft: (line) => line >= 2 }))
    const next = sleep()
    await next.channel.collect()
    const asked = await Promise.all(texts.map(next.ask))
    expect(asked.filter((one) => one.startsWith('answer'))).toHaveLength(2)
    expect(asked.filter((one) => one === 'parked')).toHaveLength(2)
    await next.channel.submit(whole)
    expect(await next.channel.report()).toMatchObject({ sent: 2, answered: 2, used: 2, returned: [{ count: 2 }] })
    server.finish()
    const last = sleep()
    await last.channel.collect()
    expect((await Promise.all(texts.map(last.ask))).every((one) => one.startsWith('answer'))).toBe(true)
    expect((await batchStates()).sort()).toEqual([how, 'ended'].sort())
  })

  it('are owed again where the file is refused, but for the line at fault', async () => {
    const { sleep, rows } = await world()
    const first = sleep()
    await Promise.all(['a', 'b', 'c'].map(first.ask))
    await sendAndFinish(first.channel, () => server.finish({ how: 'failed', errors: [{ line: 2, message: 'no such parameter' }] }))
    const next = sleep()
    await next.channel.collect()
    expect((await next.channel.report()).problems).toEqual(['the provider refused a batch: no such parameter'])
    expect((await Promise.all(['a', 'b', 'c'].map(next.ask))).sort()).toEqual(['model-failed', 'parked', 'parked'])
    expect((await rows()).map(([, state]) => state).sort()).toEqual(['released', 'released', 'released', 'reserved', 'reserved'])
  })

  it('are never mixed up by lines that are cut, doubled, foreign or not JSON', async () => {
    const { sleep, rows, states } = await world()
    const first = sleep()
    await Promise.all(['a', 'b', 'c'].map(first.ask))
    await sendAndFinish(first.channel, () =>
      server.finish({
        rewrite: ([one = '', two = '', three = '']) => [
          one.replace(/batch_[^"]*|"custom_id":"[^"]*"/, '"custom_id":"somebody-else"'),
          two,
          two.replace('answer to', 'another answer to'),
          'not JSON',
          three.slice(0, 40),
        ],
      }),
    )
    const next = sleep()
    await next.channel.collect()
    const asked = await Promise.all(['a', 'b', 'c'].map(next.ask))
    expect(asked.filter((one) => one.startsWith('answer to'))).toHaveLength(1)
    expect(asked.filter((one) => one === 'parked')).toHaveLength(2)
    expect(asked.some((one) => one.startsWith('another'))).toBe(false)
    expect((await rows()).map(([, state]) => state).sort()).toEqual(['released', 'released', 'reserved', 'reserved', 'settled'])
    expect(await states()).toEqual(['used', 'waiting', 'waiting'])
  })

  it('keep what came of a download that breaks off, and read the rest the next time', async () => {
    const { sleep } = await world()
    const first = sleep()
    await Promise.all(['a', 'b', 'c', 'd'].map(first.ask))
    await sendAndFinish(first.channel, server.finish)
    server.fail({ at: 'GET /v1/files/', isCut: true })
    const next = sleep()
    await next.channel.collect()
    const report = await next.channel.report()
    expect(report.answered).toBeGreaterThan(0)
    expect([report.answered + report.waiting, report.returned]).toEqual([4, []])
    const last = sleep()
    await last.channel.collect()
    expect((await Promise.all(['a', 'b', 'c', 'd'].map(last.ask))).every((one) => one.startsWith('answer'))).toBe(true)
  })

  it('are polled again as the provider asks, and left alone while it has trouble', async () => {
    const { sleep, timer } = await world()
    const first = sleep()
    await first.ask('a')
    await sendAndFinish(first.channel, server.finish)
    server.fail({ at: 'GET /v1/batches/', status: 429, headers: { 'retry-after': '7' } })
    server.fail(...Array(3).fill({ at: 'GET /v1/files/', status: 500 }), { at: 'DELETE /v1/files', status: 500 })
    const next = sleep()
    await next.channel.collect()
    expect(timer.waits).toContain(7000)
    expect(await next.ask('a')).toBe('parked')
    expect((await next.channel.report()).problems[0]).toContain('HTTP 500')
    for (let tries = 0; tries < 3; tries += 1) await sleep().channel.collect()
    const last = sleep()
    await last.channel.collect()
    expect(await last.ask('a')).toBe('answer to a')
  })

  it('are not sent twice where the answer to the sending was lost', async () => {
    const { sleep, clock } = await world()
    const first = sleep()
    await Promise.all(['a', 'b'].map(first.ask))
    server.fail({ at: 'POST /v1/batches', status: 502, isDone: true })
    await first.channel.submit(whole)
    expect((await first.channel.report()).problems[0]).toContain('may or may not have been sent')
    clock.advance(3_600_000)
    const next = sleep()
    await next.channel.collect()
    await Promise.all(['a', 'b'].map(next.ask))
    await next.channel.submit(whole)
    expect(server.batches).toHaveLength(1)
    server.finish()
    const last = sleep()
    await last.channel.collect()
    expect(await last.ask('a')).toBe('answer to a')
  })

  it('are sent after all where the sending never came through', async () => {
    const { sleep, clock, states } = await world()
    const first = sleep()
    await first.ask('a')
    server.fail({ at: 'POST /v1/batches', status: 502 })
    await first.channel.submit(whole)
    const soon = sleep()
    await soon.channel.collect()
    await soon.ask('a')
    await soon.channel.submit(whole)
    expect(server.batches).toHaveLength(0)
    clock.advance(120_000)
    const next = sleep()
    await next.channel.collect()
    expect(await next.ask('a')).toBe('parked')
    await next.channel.submit(whole)
    expect(server.batches).toHaveLength(1)
    expect([...server.files]).toHaveLength(1)
    expect(await states()).toEqual(['waiting'])
  })

  it('stay to be sent where the provider turns the batch away', async () => {
    const { sleep, batchStates } = await world()
    const first = sleep()
    await first.ask('a')
    server.fail({ at: 'POST /v1/batches', status: 403 })
    await first.channel.submit(whole)
    expect(await batchStates()).toEqual(['open'])
    expect((await first.channel.report()).problems[0]).toContain('a batch was not sent')
    const next = sleep()
    await next.channel.collect()
    await next.ask('a')
    await next.channel.submit(whole)
    expect(await batchStates()).toEqual(['submitted'])
  })

  it('are taken back before they cost, and counted as wasted after, where nobody asks any more', async () => {
    const { sleep, rows, states } = await world()
    const first = sleep()
    await Promise.all(['a', 'b'].map(first.ask))
    const second = sleep()
    await second.ask('a')
    await sendAndFinish(second.channel, server.finish)
    expect((await rows()).map(([, state]) => state).sort()).toEqual(['released', 'reserved'])
    const changed = sleep()
    await changed.channel.collect()
    expect(await changed.ask('a, as it is now')).toBe('parked')
    await changed.channel.submit(whole)
    expect(await changed.channel.report()).toMatchObject({ answered: 1, used: 0, wasted: 1, sent: 1 })
    expect(await states()).toEqual(['waiting'])
  })
})
