import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { unsoundRows } from '../../testing/kills/unsound-rows.ts'
import { startOpenAiServer } from '../../testing/openai-server.ts'
import { openReverie } from '../open-reverie.ts'
import { sendUp } from './send-up.ts'
import { upAddress } from './up-address.ts'
import type { UpEvent } from './up-event.ts'

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-up-child-'))
  for (let page = 0; page < 6; page += 1)
    writeFileSync(join(folder, `page-${page}.md`), `# Page ${page}\n\nThe worker of page ${page} runs for ${page + 3} minutes at most.\n`)
  writeFileSync(join(folder, 'reverie.config.json'), JSON.stringify({ idle: { afterSeconds: 0, maxLoad: 10_000, onBattery: true } }))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Up {
  readonly child: ChildProcess
  readonly ended: Promise<unknown[]>
  /** Resolves with the first event, told already or still to come, that is wanted. */
  heard(wanted: (event: UpEvent) => boolean): Promise<UpEvent>
  readonly said: () => string
}

/** `reverie up --json` as a process of its own. */
function up(words: readonly string[] = []): Up {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('REVERIE_')))
  const child = spawn(process.execPath, [main, 'up', '--json', '-C', folder, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const ended = once(child, 'exit')
  const events: UpEvent[] = []
  const listeners = new Set<() => void>()
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line))
    for (const listener of listeners) listener()
  })
  const heard = (wanted: (event: UpEvent) => boolean) =>
    new Promise<UpEvent>((resolve, reject) => {
      const look = () => {
        const found = events.find(wanted)
        if (found !== undefined) resolve(found)
      }
      listeners.add(look)
      look()
      ended.then(([code]) => reject(new Error(`it ended with ${code}: ${said}`)))
    })
  return { child, ended, heard, said: () => said }
}

const isState = (state: string) => (event: UpEvent) => event.kind === 'state' && event.state === state

/** A sleep that somebody asks for may spend; one that begins by itself does not before asks come again. */
async function sleepByHand({ heard }: Up): Promise<void> {
  await heard(({ kind }) => kind === 'slept')
  await sendUp(upAddress(folder), 'sleep-now')
}

/** How long a process takes to be gone once it is told, ms, and how it ended. */
async function told({ child, ended }: Up, signal: NodeJS.Signals) {
  const began = performance.now()
  child.kill(signal)
  const [code, by] = await ended
  return { ms: performance.now() - began, code, by }
}

it('told to stop while its model hangs it is gone within two seconds, keeping what it read and its socket no more', async () => {
  const asked = Promise.withResolvers<void>()
  await using server = await startOpenAiServer({
    script: () => {
      asked.resolve()
      return { kind: 'silent' }
    },
  })
  const one = up(['--budget', '10m', '--model', 'openai-compatible/scripted', '--base-url', server.baseUrl])
  await sleepByHand(one)
  await Promise.race([asked.promise, one.ended.then(() => Promise.reject(new Error(one.said())))])
  const end = await told(one, 'SIGTERM')
  expect([end.code, end.by]).toEqual([130, null])
  expect(end.ms).toBeLessThan(2_000)
  expect(existsSync(upAddress(folder))).toBe(false)
  expect(unsoundRows(join(folder, '.reverie/reverie.db'))).toEqual([])
}, 40_000)

it('yields to an ask of another process, refuses a second daemon by its process id, and is replaced once it was killed', async () => {
  const asked = Promise.withResolvers<void>()
  await using server = await startOpenAiServer({
    script: () => {
      asked.resolve()
      return { kind: 'silent' }
    },
  })
  const words = ['--budget', '10m', '--model', 'openai-compatible/scripted', '--base-url', server.baseUrl]
  const first = up(words)
  await sleepByHand(first)
  await asked.promise

  const second = up()
  expect((await second.ended)[0]).toBe(1)
  expect(second.said()).toContain(`process ${first.child.pid}`)

  const { name, model, dimensions } = createHashingEmbedder()
  await using reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
  expect((await reverie.ask({ question: 'How long does the worker of page 3 run?' })).text).toContain('6 minutes')
  await first.heard(isState('yielding'))

  expect((await told(first, 'SIGKILL')).by).toBe('SIGKILL')
  expect(existsSync(upAddress(folder))).toBe(true)
  const third = up()
  await third.heard(({ kind }) => kind === 'up')
  expect(await sendUp(upAddress(folder), 'status')).toMatchObject({ pid: third.child.pid })
  // Whoever was killed still holds the lease for a while: that is said and waited for.
  await third.heard((event) => event.kind === 'state' && event.state === 'drowsy' && event.why.includes('another process sleeps'))
  expect(await told(third, 'SIGINT')).toMatchObject({ code: 130 })
}, 40_000)
