import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPauseGate, type PauseGate } from '../../sleep/idle/pause-gate.ts'
import { ReverieError } from '../../spec/errors.ts'
import { sampleReceipt } from '../../testing/reverie-samples.ts'
import { type SteppedTime, steppedTime } from '../../testing/stepped-time.ts'
import type { SleepReceipt } from '../reverie.ts'
import { createAskAnnouncer } from './announce-ask.ts'
import { runUp, type UpParts } from './run-up.ts'
import { sendUp } from './send-up.ts'
import { upAddress } from './up-address.ts'
import type { UpEvent } from './up-event.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-up-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Daemon extends AsyncDisposable {
  readonly time: SteppedTime
  readonly gate: PauseGate
  readonly events: readonly UpEvent[]
  readonly states: () => readonly string[]
  /** Ends the sleep under way. */
  readonly finish: (outcome?: SleepReceipt | Error) => Promise<void>
  readonly sleeps: () => number
  readonly ended: Promise<void>
  readonly stop: () => void
}

/** A daemon over scripted sleeps; idle after ten seconds. */
function daemon(over: Partial<UpParts> = {}): Daemon {
  const time = steppedTime()
  const gate = createPauseGate()
  const events: UpEvent[] = []
  const stop = new AbortController()
  let sleeps = 0
  let settle: { resolve: (receipt: SleepReceipt) => void; reject: (cause: unknown) => void } | null = null
  const ended = runUp({
    address: null,
    clock: time.clock,
    timer: time.timer,
    random: { next: () => 0.5, id: () => 'id' },
    gate,
    signals: { read: async () => ({ loadPerCore: 0, onBattery: false }) },
    settings: { afterMs: 10_000 },
    conditions: { windows: [], maxLoad: 0.7, onBattery: false },
    watch: null,
    sleep: ({ signal }) =>
      new Promise<SleepReceipt>((resolve, reject) => {
        sleeps += 1
        settle = { resolve, reject }
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
    signal: stop.signal,
    onEvent: (event) => events.push(event),
    ...over,
  })
  ended.catch(() => {})
  return {
    time,
    gate,
    events,
    states: () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : [])),
    async finish(outcome = sampleReceipt()) {
      if (outcome instanceof Error) settle?.reject(outcome)
      else settle?.resolve(outcome)
      await time.settle()
    },
    sleeps: () => sleeps,
    ended,
    stop: () => stop.abort(),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await ended.catch(() => {})
    },
  }
}

it('sleeps once nobody has asked for so long, lets an ask go before and goes on after it', async () => {
  await using up = daemon()
  await up.time.pass(9_000)
  expect(up.sleeps()).toBe(0)
  const answered = up.gate.close()
  await up.time.pass(20_000)
  expect(up.sleeps()).toBe(0)
  answered()
  await up.time.pass(9_000)
  expect(up.sleeps()).toBe(0)
  await up.time.pass(2_000)
  expect([up.sleeps(), up.states()]).toEqual([1, ['asleep']])
  const second = up.gate.close()
  expect(up.states()).toEqual(['asleep', 'yielding'])
  second()
  expect(up.states()).toEqual(['asleep', 'yielding', 'asleep'])
  await up.finish()
  // What was asked meanwhile is not in that sleep.
  await up.time.pass(11_000)
  expect(up.sleeps()).toBe(2)
  await up.finish()
  await up.time.pass(600_000)
  expect(up.sleeps()).toBe(2)
})

it('tells at a clean stop what it did while it was up', async () => {
  await using up = daemon()
  await up.time.pass(11_000)
  const spend = { inputTokens: 900, outputTokens: 100, usd: 0.25 }
  await up.finish(sampleReceipt({ produced: { entries: 3, lists: 1, vectors: 9 }, spend }))
  await up.time.pass(3_600_000)
  await up.finish(sampleReceipt({ produced: {}, idle: true }))
  await up.time.pass(3_600_000)
  await up.finish(new Error('no'))
  await up.time.pass(120_000)
  up.stop()
  await up.ended
  const sums = { slept: 2, idle: 1, failed: 1, prepared: 4, spend }
  expect(up.events.at(-1)).toEqual({ kind: 'down', at: expect.any(Number), upMs: expect.any(Number), ...sums })
  expect(up.events.filter(({ kind }) => kind === 'down')).toHaveLength(1)
})

it('waits longer after each sleep that fails, and says why', async () => {
  await using up = daemon()
  await up.time.pass(11_000)
  await up.finish(new ReverieError('model-failed', 'The model is down.', { hint: 'Start it.' }))
  const failures = () => up.events.filter(({ kind }) => kind === 'failed')
  expect(failures()).toMatchObject([{ message: 'The model is down.', againInMs: 60_000 }])
  await up.time.pass(59_000)
  expect(up.sleeps()).toBe(1)
  await up.time.pass(2_000)
  await up.finish(new Error('again'))
  expect([up.sleeps(), failures().at(-1)]).toMatchObject([2, { againInMs: 120_000 }])
})

it('waits a minute for a sleep of another process, however long that lasts, and says so', async () => {
  await using up = daemon()
  await up.time.pass(11_000)
  const held = new ReverieError('lease-held', 'Another sleep is running.')
  for (let minute = 1; minute <= 10; minute += 1) {
    await up.finish(held)
    expect(up.events.at(-1)).toMatchObject({ kind: 'state', state: 'drowsy', why: expect.stringContaining('another process sleeps') })
    await up.time.pass(60_000)
    expect(up.sleeps()).toBe(1 + minute)
  }
  expect(up.events.filter(({ kind }) => kind === 'failed')).toEqual([])
})

it('does not sleep while the machine is busy or on battery, and says so once', async () => {
  const reading = { loadPerCore: 0.9, onBattery: false }
  await using up = daemon({ signals: { read: async () => reading } })
  await up.time.pass(60_000)
  expect(up.sleeps()).toBe(0)
  expect(up.events.filter(({ kind }) => kind === 'state')).toMatchObject([{ state: 'drowsy', why: expect.stringContaining('busy') }])
  Object.assign(reading, { loadPerCore: 0.1 })
  await up.time.pass(16_000)
  expect(up.sleeps()).toBe(1)
})

it('comes back for the answers of a batch', async () => {
  await using up = daemon()
  await up.time.pass(11_000)
  const batch = { sent: 3, waiting: 3, expectedBy: null, answered: 0, used: 0, wasted: 0, returned: [], problems: [] }
  await up.finish(sampleReceipt({ batch: { ...batch, spend: { inputTokens: 0, outputTokens: 0, usd: 0 } } }))
  await up.time.pass(590_000)
  expect(up.sleeps()).toBe(1)
  await up.time.pass(20_000)
  expect(up.sleeps()).toBe(2)
})

describe('other processes', () => {
  it('are heard from their first ask to its end, or to theirs', async () => {
    const address = upAddress(folder)
    await using up = daemon({ address })
    await until(async () => (await sendUp(address, 'status')) !== null)
    await up.time.pass(11_000)
    const announcer = createAskAnnouncer(address, () => performance.now())
    const end = announcer.begin()
    await until(() => up.states().at(-1) === 'yielding')
    expect(await sendUp(address, 'status')).toMatchObject({ pid: process.pid, state: 'yielding', asks: 1 })
    end()
    await until(() => up.states().at(-1) === 'asleep')
    announcer.begin()
    await until(() => up.states().at(-1) === 'yielding')
    announcer.close()
    await until(() => up.states().at(-1) === 'asleep')
  })

  it('may tell it to sleep now and to stop', async () => {
    const address = upAddress(folder)
    await using up = daemon({ address })
    await until(async () => (await sendUp(address, 'sleep-now'))?.state === 'asleep')
    expect(up.sleeps()).toBe(1)
    await sendUp(address, 'stop')
    await up.ended
    expect(await sendUp(address, 'status')).toBeNull()
  })

  it('are refused a second daemon, and one that died leaves nothing in the way', async () => {
    const address = upAddress(folder)
    await using first = daemon({ address })
    await until(async () => (await sendUp(address, 'status')) !== null)
    await expect(daemon({ address }).ended).rejects.toThrow(`process ${process.pid}`)
    first.stop()
    await first.ended
    // A file where a socket was is what a killed process leaves.
    writeFileSync(address, '')
    await using third = daemon({ address })
    await until(async () => (await sendUp(address, 'status')) !== null)
    expect(third.sleeps()).toBe(0)
  })

  it('that say nonsense are hung up on, and nothing is lost', async () => {
    const address = upAddress(folder)
    await using up = daemon({ address })
    await until(async () => (await sendUp(address, 'status')) !== null)
    for (const nonsense of ['GET / HTTP/1.1\r\n\r\n', '{"v":99,"kind":"stop"}\n', 'x'.repeat(10_000)]) {
      const socket = connect(address)
      socket.on('error', () => {})
      socket.write(nonsense)
      await new Promise((resolve) => socket.on('close', resolve))
    }
    expect([up.gate.asks, (await sendUp(address, 'status'))?.state]).toEqual([0, 'awake'])
  })

  it('ask as usual where nobody listens, or somebody listens who never answers', async () => {
    const announcer = createAskAnnouncer(join(folder, 'none.sock'), () => performance.now())
    announcer.begin()()
    const deaf = createServer(() => {})
    const address = join(folder, 'deaf.sock')
    await new Promise<void>((resolve) => deaf.listen(address, resolve))
    const told = createAskAnnouncer(address, () => performance.now())
    told.begin()()
    told.close()
    await new Promise((resolve) => deaf.close(resolve))
  })
})

it('is taken to be there where it takes a connection and is too busy to answer', async () => {
  const address = upAddress(folder)
  mkdirSync(dirname(address), { recursive: true })
  const busy = createServer((socket) => socket.resume())
  await new Promise<void>((resolve) => busy.listen(address, resolve))
  await expect(daemon({ address }).ended).rejects.toMatchObject({ code: 'lease-held' })
  expect(existsSync(address)).toBe(true)
  await new Promise((resolve) => busy.close(resolve))
})

it('listens in no folder of the temporary files that others may open', async () => {
  const address = join(folder, 'reverie-0123456789abcdef', 'up.sock')
  mkdirSync(dirname(address), { mode: 0o777 })
  chmodSync(dirname(address), 0o777)
  await using up = daemon({ address })
  await until(async () => (await sendUp(address, 'status')) !== null)
  expect([statSync(dirname(address)).mode & 0o777, statSync(address).mode & 0o777, up.sleeps()]).toEqual([0o700, 0o600, 0])
})

it('names a place that is short enough for a socket', () => {
  const deep = join('/', ...Array.from({ length: 20 }, () => 'a-long-folder-name'))
  expect(upAddress('/docs', 'linux')).toBe('/docs/.reverie/up.sock')
  expect(upAddress(deep, 'linux', '/tmp')).toMatch(/^\/tmp\/reverie-[0-9a-f]{16}\/up\.sock$/)
  expect(upAddress(deep, 'win32')).toMatch(/^\\\\\.\\pipe\\reverie-[0-9a-f]{16}$/)
})

/** Looks until it holds; what is waited for comes from another end of a socket. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => expect(await holds()).toBe(true), { timeout: 5_000, interval: 5 })
}
