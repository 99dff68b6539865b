import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { meterModel } from '../../ledger/meter-model.ts'
import { openLedger } from '../../ledger/open-ledger.ts'
import { noCaps } from '../../ledger/spend-cap.ts'
import { structuredCall } from '../../ledger/structured-call.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { SpendContext } from '../../spec/ledger.ts'
import { type OpenAiReply, type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from '../../testing/openai-server.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import { type ScriptedTimer, scriptedTimer } from '../../testing/scripted-timer.ts'
import { seededRandom } from '../../testing/seeded-random.ts'
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts'
import { openModel } from './open-model.ts'

const context: SpendContext = { scope: 'default' as ScopeId, cause: 'run', side: 'sleep', purpose: 'bench' }
const call = { prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Say it.' }] }], maxOutputTokens: 40 }

let server: OpenAiServer
afterEach(() => server.close())

async function over(script: OpenAiServerOptions['script'], timer: ScriptedTimer = scriptedTimer()) {
  server = await startOpenAiServer({ script })
  const clock = scriptedClock()
  const store = await openSqliteStore({ path: ':memory:', clock })
  const ledger = openLedger({ store, clock, random: seededRandom() })
  const { name, model, price } = await openModel('openai-compatible/scripted', { baseUrl: server.baseUrl, env: {}, priceOf: () => null })
  const metered = meterModel({ model, name, price, ledger, caps: noCaps, clock, random: seededRandom(), timer })
  const rows = async () =>
    (await store.read.selectFrom('ledger').selectAll().execute()).map((row) => [row.state, row.input_tokens + row.output_tokens])
  return { metered, timer, rows }
}

describe('a metered model over HTTP', () => {
  it('answers whole and streamed, with the usage the server reports', async () => {
    const text = 'A streamed answer of some length.'
    const { metered, rows } = await over([
      { kind: 'text', text: 'Whole.', usage: { prompt_tokens: 9, completion_tokens: 3 } },
      { kind: 'slow', text, gate: new Promise((resolve) => setImmediate(resolve)) },
    ])
    expect((await metered.generate(call, context)).spend).toEqual({ inputTokens: 9, outputTokens: 3, usd: null })
    const deltas: string[] = []
    expect((await metered.stream(call, context, (delta) => deltas.push(delta))).text).toBe(text)
    expect(deltas.length).toBeGreaterThan(2)
    expect(deltas.join('')).toBe(text)
    expect(await rows()).toEqual([
      ['settled', 12],
      ['settled', 27],
    ])
    expect(server.requests[1]?.body).toMatchObject({ stream: true, max_tokens: 40 })
  })

  it('honours retry-after and gets through', async () => {
    const { metered, timer, rows } = await over([
      { kind: 'status', status: 429, headers: { 'retry-after': '3' } },
      { kind: 'text', text: 'ok' },
    ])
    expect((await metered.generate(call, context)).text).toBe('ok')
    expect(timer.waits).toContain(3000)
    expect((await rows()).map(([state]) => state)).toEqual(['released', 'settled'])
  })

  it('reads retry-after given as a date', async () => {
    const date = new Date(scriptedClock().now() + 5000).toUTCString()
    const { metered, timer } = await over([
      { kind: 'status', status: 503, headers: { 'retry-after': date } },
      { kind: 'text', text: 'ok' },
    ])
    await metered.generate(call, context)
    expect(timer.waits).toContain(5000)
  })

  it.each<[string, OpenAiReply]>([
    ['HTTP 500', { kind: 'status', status: 500 }],
    ['a body that is cut', { kind: 'cut', text: 'half' }],
    ['a body that is not JSON', { kind: 'invalid-json' }],
  ])('tries again after %s and charges the lost attempt', async (_, fault) => {
    const { metered, rows } = await over([fault, { kind: 'text', text: 'ok' }])
    expect((await metered.generate(call, context)).text).toBe('ok')
    const [lost, got] = await rows()
    expect(lost?.[1]).toBeGreaterThanOrEqual(40)
    expect(got).toEqual(['settled', 27])
  })

  it('fails after three lost attempts with the cause', async () => {
    const { metered } = await over(Array(3).fill({ kind: 'status', status: 500, message: 'down' }))
    await expect(metered.generate(call, context)).rejects.toMatchObject({
      code: 'model-failed',
      isRetryable: true,
      message: expect.stringContaining('down'),
    })
  })

  it('ends a call the server never answers', async () => {
    const { metered } = await over(
      Array(3).fill({ kind: 'silent' }),
      scriptedTimer(() => true),
    )
    await expect(metered.generate(call, context)).rejects.toThrow('no answer within 120 s')
  })

  it('stops a call the server never answers when told to', async () => {
    const stop = new AbortController()
    const { metered } = await over(() => {
      stop.abort()
      return { kind: 'silent' }
    })
    const running = metered.generate({ ...call, abortSignal: stop.signal }, context)
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
  })

  it('does not begin again after a stream that broke off in sight', async () => {
    const { metered } = await over([{ kind: 'cut', text: 'The port is 30' }])
    const shown: string[] = []
    await expect(metered.stream(call, context, (delta) => shown.push(delta))).rejects.toMatchObject({ code: 'model-failed' })
    expect(shown.join('')).toBe('The port is 30')
    expect(server.requests).toHaveLength(1)
  })

  it('takes a refusal for a refusal, whole and streamed', async () => {
    const { metered } = await over([
      { kind: 'refusal', text: 'I cannot.' },
      { kind: 'refusal', text: 'I cannot.' },
    ])
    await expect(metered.generate(call, context)).rejects.toThrow('refused')
    await expect(metered.stream(call, context, () => undefined)).rejects.toThrow('refused')
  })

  it('does not repeat an unauthorised call, and reports a server that is not there', async () => {
    const { metered } = await over([{ kind: 'status', status: 401 }])
    await expect(metered.generate(call, context)).rejects.toMatchObject({ isRetryable: false, hint: expect.stringContaining('key') })
    await server.close()
    await expect(metered.generate(call, context)).rejects.toMatchObject({ code: 'model-failed', isRetryable: true })
  })

  it('asks for JSON by schema, once more where it does not fit, then sets it aside', async () => {
    const schema = z.object({ port: z.number() })
    const request = { prompt: call.prompt, schema, name: 'port', maxOutputTokens: 40 }
    const { metered } = await over([
      { kind: 'text', text: '{"port":"3000"}' },
      { kind: 'text', text: '```json\n{"port":3000}\n```' },
      { kind: 'text', text: 'port 3000' },
      { kind: 'text', text: '{"port":', finishReason: 'length' },
    ])
    expect((await structuredCall(metered, request, context)).output).toEqual({ port: 3000 })
    expect(server.requests[0]?.body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { name: 'port', schema: { required: ['port'] } },
    })
    expect(JSON.stringify(server.requests[1]?.body.messages)).toContain('port: Invalid input')
    await expect(structuredCall(metered, request, context)).rejects.toMatchObject({
      code: 'model-malformed',
      message: expect.stringContaining('cut after 40 tokens'),
    })
    expect(server.unscripted).toEqual([])
  })
})
