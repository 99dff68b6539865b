import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handbookModel, modelCall } from '../../testing/handbook-model.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { createScriptedModel } from '../../testing/scripted-model.ts'
import { openReverie } from '../open-reverie.ts'
import type { PlanView, Reverie, ReverieOptions } from '../reverie.ts'
import { wholeCorpus } from './plan-regions.ts'

const things = ['printer', 'laptop', 'tablet', 'router', 'kiosk', 'phone', 'watch', 'camera', 'drone', 'robot', 'plotter', 'fridge']
const formats: (string | null)[] = []
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-plan-'))
  formats.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(count: number): void {
  for (let at = 0; at < count; at += 1) {
    const thing = `${things[at % things.length]}${at < things.length ? '' : ` ${at}`}`
    const path = join(folder, `part-${at % 3}`, `${thing.replace(' ', '-')}.md`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(
      path,
      `# The ${thing}\n\nThe ${thing} must be returned within ${at + 3} days. A broken ${thing} is replaced by the ${things[(at + 1) % things.length]} desk. Nobody may lend the ${thing} to a guest.\n`,
    )
  }
}

function open(options: ReverieOptions = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const scripted = createScriptedModel((given) => {
    const call = modelCall(given)
    formats.push(call.format)
    return { text: handbookModel(call), usage: { inputTokens: 10_000, outputTokens: 100 } }
  })
  const named = { name: 'scripted/one', model: scripted, price: { input: 1, output: 4 } }
  return openReverie({ folder, embedder: { name, model, dimensions }, model: named, ...options })
}

function sumsOf({ regions }: PlanView) {
  const sum = (of: (region: PlanView['regions'][number]) => number) => regions.reduce((total, region) => total + of(region), 0)
  return {
    calls: sum(({ calls }) => calls),
    tokens: sum(({ tokens }) => tokens),
    usd: sum(({ usd }) => usd ?? Number.NaN),
    questions: sum(({ questions }) => questions),
    net: sum(({ net }) => net ?? Number.NaN),
  }
}

function expectToAddUp(plan: PlanView): void {
  const sums = sumsOf(plan)
  expect(sums).toMatchObject({ calls: plan.calls, tokens: plan.tokens })
  expect(sums.usd).toBeCloseTo(plan.usd ?? 0, 9)
  expect(sums.questions).toBe(plan.questions.planned + plan.questions.owed)
  expect(sums.net).toBeCloseTo(plan.worth.net ?? Number.NaN, 9)
}

describe('a plan', () => {
  it('has rows that add up to it, what is for no region in one of their own, and more calls than the sleep makes', async () => {
    write(12)
    await using reverie = await open()
    const budget = { usd: 50 }
    const plan = await reverie.plan({ budget })
    expectToAddUp(plan)
    const whole = plan.regions.at(-1)
    expect(whole).toMatchObject({ region: wholeCorpus, questions: 0 })
    for (const part of [
      /\d+ folders and topics distilled/,
      /questions over \d/,
      /other wordings of \d+ answers/,
      /5 comparisons with live answers/,
    ])
      expect(whole?.why).toMatch(part)
    const { produced, failed } = await reverie.sleep({ budget })
    expect(failed).toEqual([])
    expect(produced['effort comparisons']).toBeGreaterThan(0)
    const made = (format: string) => formats.filter((one) => one === format).length
    expect(made('seed_questions')).toBeGreaterThan(0)
    expect(made('summary')).toBeGreaterThan(0)
    expect(formats.length).toBeLessThanOrEqual(plan.calls)
    expect(formats.length).toBeGreaterThan(plan.calls / 8)

    for (let times = 0; times < 21; times += 1) {
      await reverie.ask({ question: `How long until the ${things[times % 12]} is returned?` })
      await reverie.ask({ question: `Who sweeps under the ${things[times % 12]} in winter?` })
    }
    await reverie.status()
    writeFileSync(join(folder, 'part-0', 'printer.md'), '# The printer\n\nThe printer must be returned within 90 days. It is blue.\n')
    const later = await reverie.plan({ budget })
    expect(later.questions.owed).toBeGreaterThan(0)
    expectToAddUp(later)
  }, 30_000)

  it('adds up where there are more regions than rows', async () => {
    write(60)
    await using reverie = await open()
    const plan = await reverie.plan({ budget: { usd: 50 } })
    expect(plan.regions).toHaveLength(41)
    expect(plan.regions.at(-2)).toMatchObject({ region: '(21 more)', together: 21, documents: 21 })
    expectToAddUp(plan)
  })

  it('adds up without a model, where nothing costs anything', async () => {
    write(3)
    const { name, model, dimensions } = createHashingEmbedder()
    await using reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
    const plan = await reverie.plan()
    expect(plan).toMatchObject({ calls: 0, tokens: 0, usd: 0, documents: { toDistil: 3 } })
    expect(plan.regions.map(({ region }) => region)).not.toContain(wholeCorpus)
    expectToAddUp(plan)
  })

  it('says where it is more than the caps leave, what was spent before included', async () => {
    write(6)
    await using reverie = await open({ caps: { sleep: { day: { usd: 3 } } } })
    const warning = /more than the caps leave \(\$(\d\.\d\d)\)/
    expect((await reverie.plan({ budget: { usd: 5 } })).note).not.toMatch(warning)
    expect(warning.exec((await reverie.plan({ budget: { usd: 0.01 } })).note)?.[1]).toBe('0.01')
    await reverie.sleep({ budget: { usd: 5 } })
    const spent = (await reverie.status()).spend.sleep.usd ?? 0
    expect(spent).toBeGreaterThan(0.3)
    for (let at = 0; at < 6; at += 1) rmSync(join(folder, `part-${at % 3}`, `${things[at]}.md`))
    write(40)
    const left = warning.exec((await reverie.plan({ budget: { usd: 50 } })).note)?.[1]
    expect(Number(left)).toBeCloseTo(3 - spent, 1)
  }, 30_000)
})
