import { APICallError, type LanguageModelV4CallOptions, type LanguageModelV4Prompt } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { SpendContext } from '../spec/ledger.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'
import { createScriptedModel, type ModelScript } from '../testing/scripted-model.ts'
import { scriptedTimer } from '../testing/scripted-timer.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { ledgerTotals } from './ledger-totals.ts'
import { type MeterOptions, meterModel } from './meter-model.ts'
import { openLedger } from './open-ledger.ts'
import { noCaps } from './spend-cap.ts'

const scope = 'default' as ScopeId
const sleeping: SpendContext = { scope, cause: 'run 1', side: 'sleep', purpose: 'distil' }
const prompt: LanguageModelV4Prompt = [{ role: 'user', content: [{ type: 'text', text: 'What is the default port?' }] }]
const call = { prompt, maxOutputTokens: 50 }

async function meter(script: ModelScript, options: Partial<MeterOptions> = {}) {
  const clock = scriptedClock()
  const random = seededRandom()
  const store = await openSqliteStore({ path: ':memory:', clock })
  const ledger = openLedger({ store, clock, random })
  const model = createScriptedModel(script)
  const timer = scriptedTimer()
  const metered = meterModel({
    model,
    name: 'openai/gpt-4.1',
    price: { input: 2, output: 8 },
    ledger,
    caps: noCaps,
    clock,
    random,
    timer,
    ...options,
  })
  const rows = () => store.read.selectFrom('ledger').selectAll().execute()
  return { store, model, metered, timer, rows, ledger }
}

const tooMany = (headers: Record<string, string> = {}) =>
  new APICallError({ message: 'slow down', url: 'http://model', requestBodyValues: {}, statusCode: 429, responseHeaders: headers })
const broken = () => new APICallError({ message: 'oops', url: 'http://model', requestBodyValues: {}, statusCode: 500 })

describe('meterModel', () => {
  it('settles what the provider reports, in integer micro-dollars', async () => {
    const { metered, rows, store } = await meter([{ text: 'It is 3000.', usage: { inputTokens: 11, outputTokens: 4 } }])
    const { text, spend } = await metered.generate(call, sleeping)
    expect(text).toBe('It is 3000.')
    expect(spend).toEqual({ inputTokens: 11, outputTokens: 4, usd: 0.000054 })
    expect(await rows()).toMatchObject([
      { state: 'settled', input_tokens: 11, output_tokens: 4, micros: 54, day: '2026-01-01', purpose: 'distil' },
    ])
    expect(await ledgerTotals(store, scope)).toMatchObject([{ side: 'sleep', calls: 1, inputTokens: 11, openTokens: 0, usd: 0.000054 }])
  })

  it('has reserved the worst case by the time the model is called', async () => {
    const seen: unknown[] = []
    const world: Awaited<ReturnType<typeof meter>> = await meter(() => ({ text: 'x' }))
    const watched = {
      ...world.model,
      doGenerate: async (options: LanguageModelV4CallOptions) => {
        seen.push(...(await world.rows()))
        return await world.model.doGenerate(options)
      },
    }
    const metered = meterModel({
      model: watched,
      name: 'openai/gpt-4.1',
      price: { input: 2, output: 8 },
      ledger: world.ledger,
      caps: noCaps,
      clock: scriptedClock(),
      random: seededRandom(),
    })
    await metered.generate(call, sleeping)
    expect(seen).toMatchObject([{ state: 'reserved', reserved_tokens: 64, reserved_micros: 14 * 2 + 50 * 8 }])
  })

  it('refuses before anything is sent when a cap does not allow the worst case', async () => {
    const caps = { sleep: [{ tokens: 60, usd: null, per: 'cause' }], ask: [] } as const
    const { metered, model, rows } = await meter([], { caps })
    await expect(metered.generate(call, sleeping)).rejects.toMatchObject({ code: 'budget-refused', isRetryable: false })
    expect(model.calls).toHaveLength(0)
    expect(await rows()).toHaveLength(0)
  })

  it('keeps the two sides apart, and one run from the next', async () => {
    const caps = { sleep: [{ tokens: 70, usd: null, per: 'cause' }], ask: [{ tokens: null, usd: 1, per: 'day' }] } as const
    const { metered } = await meter(() => ({ text: 'x', usage: { inputTokens: 40, outputTokens: 20 } }), { caps })
    await metered.generate(call, sleeping)
    await expect(metered.generate(call, sleeping)).rejects.toMatchObject({ code: 'budget-refused' })
    await metered.generate(call, { ...sleeping, cause: 'run 2' })
    await metered.generate(call, { ...sleeping, side: 'ask', purpose: 'ask' })
  })

  it('caps money, and says what is spent', async () => {
    const caps = { sleep: [{ tokens: null, usd: 0.0005, per: 'day' }], ask: [] } as const
    const { metered } = await meter([{ text: 'x', usage: { inputTokens: 14, outputTokens: 20 } }], { caps })
    await metered.generate(call, sleeping)
    await expect(metered.generate(call, { ...sleeping, cause: 'run 2' })).rejects.toThrow('$0.0002 are spent')
  })

  it('does not let a money cap be promised for a model without a price', async () => {
    const caps = { sleep: [{ tokens: null, usd: 1, per: 'cause' }], ask: [] } as const
    await expect(meter([], { price: null, caps })).rejects.toMatchObject({ code: 'bad-argument' })
  })

  it('counts a call whose usage is not reported as its worst case', async () => {
    const { metered } = await meter([{ text: 'x', usage: null }], { price: null })
    const { spend } = await metered.generate(call, sleeping)
    expect(spend).toEqual({ inputTokens: 14, outputTokens: 50, usd: null })
  })

  it('waits as long as the provider asks, then by back-off, and releases what was turned away', async () => {
    const { metered, timer, rows } = await meter([{ error: tooMany({ 'retry-after': '7' }) }, { error: tooMany() }, { text: 'ok' }])
    expect((await metered.generate(call, sleeping)).text).toBe('ok')
    const waited = timer.waits.filter((milliseconds) => milliseconds < 100_000)
    expect(waited[0]).toBe(7000)
    expect(waited[1]).toBeGreaterThanOrEqual(1500)
    expect(waited[1]).toBeLessThanOrEqual(2500)
    expect((await rows()).map((row) => row.state).sort()).toEqual(['released', 'released', 'settled'])
  })

  it('does not wait longer than it is told to', async () => {
    const { metered, model } = await meter([{ error: tooMany({ 'retry-after': '3600' }) }])
    await expect(metered.generate(call, sleeping)).rejects.toMatchObject({ code: 'model-failed', isRetryable: true })
    expect(model.calls).toHaveLength(1)
  })

  it('gives up after three attempts and charges each that may have been worked on', async () => {
    const { metered, rows } = await meter([{ error: broken() }, { error: broken() }, { error: broken() }])
    await expect(metered.generate(call, sleeping)).rejects.toMatchObject({ code: 'model-failed', cause: { statusCode: 500 } })
    expect((await rows()).map((row) => [row.state, row.input_tokens + row.output_tokens])).toEqual(Array(3).fill(['settled', 64]))
  })

  it('does not repeat what cannot get better', async () => {
    const denied = new APICallError({ message: 'bad key', url: 'http://model', requestBodyValues: {}, statusCode: 401 })
    const { metered, model } = await meter([{ error: denied }])
    await expect(metered.generate(call, sleeping)).rejects.toMatchObject({
      code: 'bad-config',
      isRetryable: false,
      hint: expect.stringContaining('key'),
    })
    expect(model.calls).toHaveLength(1)
  })

  it('ends a call that does not answer in time, whether or not the model minds', async () => {
    const deaf = { ...createScriptedModel([]), doGenerate: () => new Promise<never>(() => undefined) }
    const { metered, rows } = await meter([], { model: deaf, timer: scriptedTimer(() => true) })
    await expect(metered.generate(call, sleeping)).rejects.toThrow('no answer within 120 s')
    expect(await rows()).toHaveLength(3)
  })

  it('stops at once when told to, and charges what was under way', async () => {
    const { metered, rows } = await meter([{ silent: true }])
    const stop = new AbortController()
    const running = metered.generate({ ...call, abortSignal: stop.signal }, sleeping)
    setImmediate(() => stop.abort())
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
    expect((await rows()).every((row) => row.state !== 'reserved')).toBe(true)
  })

  it('streams, and repeats only what nobody has seen', async () => {
    const { metered } = await meter([{ error: broken() }, { text: 'The port is 3000.' }])
    const seen: string[] = []
    const { text, finishReason } = await metered.stream(call, sleeping, (delta) => seen.push(delta))
    expect([text, seen.join(''), finishReason]).toEqual(['The port is 3000.', 'The port is 3000.', 'stop'])

    const cut = await meter([{ text: 'The port', finishReason: 'interrupted' }, { text: 'again' }])
    const shown: string[] = []
    await expect(cut.metered.stream(call, sleeping, (delta) => shown.push(delta))).rejects.toMatchObject({
      code: 'model-failed',
      isRetryable: false,
    })
    expect(shown.join('')).toBe('The port')
    expect(cut.model.calls).toHaveLength(1)
  })

  it('reports a refusal by the provider as a failure that a repetition does not mend', async () => {
    const { metered, model } = await meter([{ text: 'I cannot help with that.', finishReason: 'content-filter' }])
    await expect(metered.generate(call, sleeping)).rejects.toMatchObject({ code: 'model-failed', isRetryable: false })
    expect(model.calls).toHaveLength(1)
  })

  it('never sends a call again because the ledger could not be settled', async () => {
    const { ledger, store } = await meter([])
    const settle = async () => {
      throw new ReverieError('database-busy', 'locked', { isRetryable: true })
    }
    const { metered, model } = await meter([{ text: 'paid' }], { ledger: { ...ledger, settle } })
    await expect(metered.generate(call, sleeping)).rejects.toMatchObject({ code: 'database-busy', isRetryable: false })
    expect(model.calls).toHaveLength(1)
    expect(await ledgerTotals(store, scope)).toMatchObject([{ openTokens: 64, usd: 0.000428 }])
  })

  it('refuses a prompt beyond the window set', async () => {
    const { metered } = await meter([], { maxPromptTokens: 10 })
    await expect(metered.generate(call, sleeping)).rejects.toMatchObject({ code: 'bad-argument' })
  })
})
