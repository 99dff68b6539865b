import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handbookModel, type ModelCall, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, SleepReceipt } from './reverie.ts'

const things = ['printer', 'laptop', 'tablet', 'router', 'kiosk', 'phone', 'watch', 'camera', 'drone', 'robot', 'plotter', 'fridge']

let folder = ''
const calls: (string | null)[] = []
let isSame = true
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-mandate-'))
  calls.length = 0
  isSame = true
  for (const thing of things)
    writeFileSync(join(folder, `${thing}.md`), `# The ${thing}\n\nA ${thing} is returned to the depot within ${thing.length} days.\n`)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function reply(call: ModelCall): string {
  calls.push(call.format)
  if (!isSame && call.format === 'verdict') return JSON.stringify({ difference: 'another thing', verdict: 'different' })
  if (!isSame && call.format === 'choice') return JSON.stringify({ difference: 'another thing', choice: 0 })
  return handbookModel(call)
}

async function open(): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const scripted = createScriptedModel((given) => ({ text: reply(modelCall(given)), usage: { inputTokens: 1_000, outputTokens: 50 } }))
  const named = { name: 'scripted/one', model: scripted, price: { input: 1, output: 2 } }
  return openReverie({ folder, embedder: { name, model, dimensions }, model: named })
}

const spentBy = ({ spend }: SleepReceipt): number => spend.inputTokens + spend.outputTokens
const about = (thing: string): string => `Within how many days is a ${thing} returned to the depot?`

describe('a sleep that began by itself', () => {
  it('spends nothing before asks come again, prepares what is free, and says why', async () => {
    await using reverie = await open()
    const first = await reverie.sleep({ begun: 'schedule' })
    expect(spentBy(first)).toBe(0)
    expect(first.skipped).toContainEqual({ reason: expect.stringContaining('by extraction, not by the model'), count: things.length })
    expect(first.produced.distillates).toBeGreaterThanOrEqual(things.length)
    isSame = false
    for (const thing of things) for (const what of ['Return', 'Deadline']) await reverie.ask({ question: `${what} ${thing}?` })
    const second = await reverie.sleep({ begun: 'schedule' })
    expect(spentBy(second)).toBe(0)
  })

  it('verifies what is asked again and again, and no more than that would have spared', async () => {
    await using reverie = await open()
    await reverie.sleep({ begun: 'schedule' })
    isSame = false
    const wordings = ['', ' please', ' now', ' then', ' today', ' exactly']
    for (const end of wordings) await reverie.ask({ question: `${about('drone').slice(0, -1)}${end}?` })
    isSame = true
    const receipt = await reverie.sleep({ begun: 'schedule' })
    expect(receipt.produced.entries).toBeGreaterThanOrEqual(1)
    expect(receipt.produced.entries).toBeLessThan(wordings.length)
    const { rows } = await reverie.ledger({})
    const live = rows.filter((row) => row.kind === 'call' && row.side === 'ask' && row.purpose === 'ask').length
    expect(spentBy(receipt)).toBeLessThan(live * 3_000)
    calls.length = 0
    expect(await reverie.ask({ question: `${about('drone').slice(0, -1)} exactly?` })).toMatchObject({ served: 'hit' })
    expect(calls.filter((format) => format === null)).toEqual([])
  })
})

describe('what a model distilled', () => {
  it('is distilled by extraction once it changed, in a sleep that began by itself and has earned nothing', async () => {
    await using reverie = await open()
    await reverie.sleep({ budget: { tokens: 1_000_000 } })
    expect(spentBy(await reverie.sleep({ begun: 'schedule' }))).toBe(0)
    calls.length = 0
    for (const thing of things)
      writeFileSync(join(folder, `${thing}.md`), `# The ${thing}\n\nA ${thing} is returned to the depot within ${thing.length + 1} days.\n`)
    const receipt = await reverie.sleep({ begun: 'schedule' })
    expect([spentBy(receipt), calls]).toEqual([0, []])
    expect(receipt.skipped).toContainEqual({ reason: expect.stringContaining('by extraction, not by the model'), count: things.length })
    const byHand = await reverie.sleep()
    expect(calls).toContain('claims')
    expect(spentBy(byHand)).toBeGreaterThan(0)
  })
})

describe('further keys', () => {
  it('are worded by rule where few ask, by the model where enough do, or a budget says so', async () => {
    const wordedByModel = () => calls.filter((format) => format === 'keys').length
    await using reverie = await open()
    await reverie.sleep()
    expect(wordedByModel()).toBe(0)
    const prepared = 'Which rule says that A drone is returned to the depot within 5 days?'
    for (let nth = 0; nth < 40; nth++) expect((await reverie.ask({ question: prepared })).served).toBe('hit')
    await reverie.sleep({ begun: 'schedule' })
    expect(wordedByModel()).toBe(1)
    await reverie.sleep({ budget: { tokens: 1_000_000 } })
    expect(wordedByModel()).toBeGreaterThan(1)
  })
})

describe('a sleep that somebody asked for', () => {
  it('tries some, and no more the next time; a budget goes on', async () => {
    for (let page = 0; page < 150; page++) {
      const facts = Array.from(
        { length: 4 },
        (_, at) => `Rule ${page}-${at} says that a job of kind ${page * 7 + at} waits ${page + at} minutes in the queue.`,
      )
      writeFileSync(join(folder, `rules-${page}.md`), `# Rules ${page}\n\n${facts.join(' ')}\n`)
    }
    await using reverie = await open()
    const first = await reverie.sleep()
    expect(spentBy(first)).toBeGreaterThan(0)
    // A hundred live answers, at what a call is taken to cost before any was made.
    expect(spentBy(first)).toBeLessThan(100 * 1_890 * 1.5)
    expect(first.skipped.length + (first.plan?.skipped.length ?? 0)).toBeGreaterThan(0)
    const second = await reverie.sleep()
    expect(spentBy(second)).toBeLessThan(20_000)
    const third = await reverie.sleep({ budget: { tokens: 60_000 } })
    expect(spentBy(third)).toBeGreaterThan(20_000)
    expect(spentBy(third)).toBeLessThanOrEqual(60_000)
  }, 60_000)
})

describe('what an ask left, before a sleep has verified it', () => {
  const asked = 'Within how many days is a drone returned to the depot?'
  const alike = 'Within how many days must a drone be returned to the depot?'

  it('is served to other words where a model says that it answers them, and is theirs from then on', async () => {
    await using reverie = await open()
    await reverie.sync()
    const live = await reverie.ask({ question: asked })
    expect(live.served).toBe('live')
    await reverie.status()
    calls.length = 0
    const near = await reverie.ask({ question: alike })
    expect(near).toMatchObject({ served: 'hit', text: live.text, decision: { reason: 'near' } })
    expect(calls).toEqual(['verdict'])
    await reverie.status()
    expect(await reverie.ask({ question: alike })).toMatchObject({ served: 'hit', decision: { reason: 'exact' } })
  })

  it('is not where the model says that it does not', async () => {
    await using reverie = await open()
    await reverie.sync()
    await reverie.ask({ question: asked })
    await reverie.status()
    isSame = false
    expect(await reverie.ask({ question: alike })).toMatchObject({ served: 'live' })
  })
})
