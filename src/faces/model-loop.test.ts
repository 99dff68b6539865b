import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { ledgerTotals } from '../ledger/ledger-totals.ts'
import { systemClock } from '../spec/clock.ts'
import type { ScopeId } from '../spec/ids.ts'
import { handbookModel, type ModelCall, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel, promptText, type ScriptedModel, type ScriptedReply } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const limits = `# Limits

A job may run for at most 15 minutes on the server. The queue holds 5000 jobs before it refuses more.
`
const handbook: Readonly<Record<string, string>> = {
  'README.md': `# Lantern

Lantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.
`,
  'docs/limits.md': limits,
  'docs/backups.md': `# Backups

Copy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.
`,
}

let folder = ''
const opened: Reverie[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((reverie) => reverie.close()))
  rmSync(folder, { recursive: true, force: true })
})

function begin(files: Readonly<Record<string, string>> = handbook): void {
  folder = mkdtempSync(join(tmpdir(), 'reverie-model-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

async function open(options: ReverieOptions = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const reverie = await openReverie({ folder, embedder: { name, model, dimensions }, ...options })
  opened.push(reverie)
  return reverie
}

type Rule = (call: ModelCall, index: number) => string | ScriptedReply

function scripted(rule: Rule = handbookModel): ScriptedModel {
  return createScriptedModel((options, index) => {
    const reply = rule(modelCall(options), index)
    return typeof reply === 'string' ? { text: reply } : reply
  })
}

const named = (model: ScriptedModel, name = 'scripted/one', price: { input: number; output: number } | null = { input: 1, output: 2 }) => ({
  model: { name, model, price },
})

async function ledger() {
  const store = await openSqliteStore({ path: join(folder, '.reverie/reverie.db'), clock: systemClock })
  const totals = await ledgerTotals(store, 'default' as ScopeId)
  await store.close()
  return totals
}

const limitQuestion = 'Which rule says that A job may run for at most 15 minutes on the server?'

describe('the loop with a model', () => {
  it('distils, predicts, answers and verifies by the model, and serves its prose as hits', async () => {
    begin()
    const model = scripted()
    const reverie = await open(named(model))
    const receipt = await reverie.sleep()
    expect(receipt).toMatchObject({ stoppedBy: 'done', failed: [] })
    expect(receipt.servable).toBeGreaterThanOrEqual(5)
    const hit = await reverie.ask({ question: limitQuestion })
    expect(hit).toMatchObject({ served: 'hit', preparedBy: 'sleep', model: 'scripted/one', spend: { inputTokens: 0 } })
    expect(hit.text).toBe('In short: A job may run for at most 15 minutes on the server [1].')
    expect(hit.citations).toMatchObject([{ path: 'docs/limits.md', startLine: 3, quote: expect.stringContaining('15 minutes') }])
    expect(hit.savedTokens).toBeGreaterThan(100)

    const rows = await ledger()
    expect(rows.map(({ side, purpose }) => `${side} ${purpose}`).sort()).toEqual([
      'sleep distil',
      'sleep pre-answer',
      'sleep predict',
      'sleep verify',
    ])
    expect(rows.reduce((calls, row) => calls + row.calls, 0)).toBe(model.calls.length)
    expect(rows.every(({ openTokens }) => openTokens === 0)).toBe(true)
    expect(receipt.spend).toMatchObject({ inputTokens: 10 * model.calls.length, outputTokens: 5 * model.calls.length })
    expect((await reverie.status()).spend.sleep).toEqual({ ...receipt.spend, usd: expect.closeTo(receipt.spend.usd ?? 0, 9) })

    const before = model.calls.length
    expect(await reverie.sleep()).toMatchObject({ idle: true, spend: { inputTokens: 0, outputTokens: 0, usd: 0 } })
    expect(model.calls.length).toBe(before)
  })

  it('calls the model for keys no more often than was planned', async () => {
    begin()
    const formats: (string | null)[] = []
    const wordings = ['Tell', 'Say', 'Describe', 'State', 'Recall', 'Quote'].map((verb) => `${verb} the rule about this matter`)
    const nearMisses = ['broker', 'server', 'file', 'job'].map((thing) => ({
      text: `Which rule is about another ${thing}?`,
      edit: 'entity',
    }))
    const model = scripted((call) => {
      formats.push(call.format)
      return call.format === 'keys' ? JSON.stringify({ paraphrases: wordings, near_misses: nearMisses }) : handbookModel(call)
    })
    const reverie = await open(named(model))
    // Keys that nobody's asks pay for are worded where somebody says how much may be spent.
    const budget = { usd: 5 }
    expect(await reverie.plan()).toMatchObject({ keys: { answers: 0 } })
    const plan = await reverie.plan({ budget })
    expect(plan.keys.answers).toBeGreaterThan(0)
    await reverie.sleep({ budget })
    const count = (format: string) => formats.filter((one) => one === format).length
    expect(count('keys')).toBeGreaterThan(0)
    expect(count('verdict')).toBeGreaterThan(count('keys'))
    expect(count('keys')).toBeLessThanOrEqual(plan.keys.answers)
    expect(count('keys') + count('verdict')).toBeLessThanOrEqual(12 * plan.keys.answers)
    expect(formats.length).toBeLessThanOrEqual(plan.calls)
    expect(await reverie.plan({ budget })).toMatchObject({ keys: { answers: 0 }, calls: 0, tokens: 0 })
    const before = formats.length
    await reverie.sleep({ budget })
    expect(formats.length).toBe(before)
  })

  it('streams cited prose live, and learns from a miss asleep', async () => {
    begin()
    const reverie = await open(named(scripted()))
    const question = 'May a backup be taken while the worker runs?'
    const deltas: string[] = []
    let text = ''
    for await (const event of reverie.askStream({ question })) {
      if (event.type === 'text-delta') deltas.push(event.delta)
      else {
        text = event.answer.text
        expect(event.answer).toMatchObject({ served: 'live', model: 'scripted/one', citations: [{ path: 'docs/backups.md' }] })
        expect(event.answer.spend.inputTokens).toBeGreaterThan(0)
      }
    }
    expect(deltas.length).toBeGreaterThan(1)
    expect(deltas.join('')).toBe(text)
    expect((await reverie.status()).spend.ask.inputTokens).toBeGreaterThan(0)
    await reverie.ask({ question: 'Who won the football world cup in 1998?' })
    await reverie.sleep()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    expect(await reverie.ask({ question: 'Who won the football world cup in 1998?' })).toMatchObject({ served: 'none' })
  })

  it('prepares nothing that the verifier does not support, and leaves it to live asks: it may be answered all the same', async () => {
    begin()
    const refusing = scripted((call) =>
      call.format === 'verdicts'
        ? JSON.stringify({ sentences: [{ number: 1, verdict: 'unsupported', reason: 'not stated' }], answers: 'no' })
        : handbookModel(call),
    )
    const reverie = await open(named(refusing))
    const question = 'May a backup be taken while the worker runs?'
    await reverie.questions.pin(question)
    const receipt = await reverie.sleep()
    expect(receipt.servable).toBe(0)
    expect(receipt.skipped.map(({ reason }) => reason)).toContain('not supported: sentence 1: not stated')
    const calls = refusing.calls.length
    await reverie.sleep()
    expect(refusing.calls.length).toBe(calls)
    expect(await reverie.ask({ question })).toMatchObject({ served: 'live' })
  })

  it('takes for unanswered what the reader itself does not find', async () => {
    begin()
    const reverie = await open(named(scripted()))
    const question = 'Who won the football world cup in 1998?'
    await reverie.questions.pin(question)
    await reverie.sleep()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'none', decision: { reason: 'absence' } })
  })
})

describe('consent', () => {
  it('shows no model what is local only, in any form', async () => {
    begin({ ...handbook, 'private/keys.md': '# Vault\n\nThe vault code zebra opens after seven knocks on the hidden hatch.\n' })
    const model = scripted()
    const reverie = await open({ ...named(model), localOnly: ['private/'] })
    await reverie.sleep()
    const answer = await reverie.ask({ question: 'When does the vault code zebra open?' })
    expect(answer.citations.map(({ path }) => path)).toContain('private/keys.md')
    const asleep = model.calls.filter((call) => !promptText(call).includes('When does the vault code zebra open?'))
    expect(asleep.length).toBeGreaterThan(5)
    for (const call of asleep) expect(promptText(call)).not.toMatch(/zebra|knocks|hatch|private|vault/i)
    for (const call of model.calls) expect(promptText(call)).not.toMatch(/knocks|hatch|private/i)
  })
})

describe('budgets', () => {
  it.each([
    ['tokens', { tokens: 24_000, usd: 1 }],
    ['dollars', { tokens: 1_000_000, usd: 0.04 }],
  ])('in %s stop a sleep hard, keep what is finished and let the next go on', async (_, budget) => {
    begin()
    const thorough = scripted((call) => ({ text: handbookModel(call), usage: { inputTokens: 1500, outputTokens: 500 } }))
    const reverie = await open(named(thorough))
    const first = await reverie.sleep({ budget })
    expect(first.stoppedBy).toBe('budget')
    expect(first.produced.distillates).toBeGreaterThan(0)
    expect(first.spend.usd).toBeLessThanOrEqual(budget.usd)
    expect(first.spend.inputTokens + first.spend.outputTokens).toBeLessThanOrEqual(budget.tokens)
    const second = await reverie.sleep()
    expect(second).toMatchObject({ stoppedBy: 'done', failed: [] })
    expect(await reverie.ask({ question: limitQuestion })).toMatchObject({ served: 'hit' })
  })

  it('of a dollar holds where none is given and the model costs money', async () => {
    begin()
    const dear = scripted((call) => ({ text: handbookModel(call), usage: { inputTokens: 1000, outputTokens: 4000 } }))
    const reverie = await open(named(dear, 'scripted/dear', { input: 10, output: 50 }))
    const receipt = await reverie.sleep()
    expect(receipt.stoppedBy).toBe('budget')
    expect(receipt.spend.usd).toBeLessThanOrEqual(1)
    expect(dear.calls.length).toBeGreaterThan(0)
    expect(receipt.produced.distillates).toBeGreaterThan(0)
  })
})

describe('a failing model', () => {
  it('that writes garbage is tried twice, then left alone, and takes nothing away', async () => {
    begin()
    await (await open()).sleep()
    const garbage = scripted(() => 'no JSON [9].')
    const reverie = await open(named(garbage))
    const before = (await reverie.status()).entries.fresh
    const receipt = await reverie.sleep()
    expect(receipt.failed.map(({ item }) => item)).toEqual(expect.arrayContaining(Object.keys(handbook)))
    expect(receipt.failed[0]?.reason).toContain('gave no valid claims twice')
    expect((await reverie.status()).entries.fresh).toBe(before)
    await reverie.sleep()
    const calls = garbage.calls.length
    const third = await reverie.sleep()
    expect(third.skipped).toContainEqual({ reason: 'quarantined', count: expect.any(Number) })
    expect(garbage.calls.length).toBe(calls)
    expect((await reverie.status()).entries.fresh).toBe(before)
  })

  it('that proves nothing replaces nothing', async () => {
    begin()
    await (await open(named(scripted()))).sleep()
    const empty = scripted((call) => (call.format === 'claims' ? JSON.stringify({ headline: 'x', claims: [] }) : handbookModel(call)))
    const reverie = await open(named(empty, 'scripted/two'))
    const before = await reverie.status()
    const receipt = await reverie.sleep()
    expect(receipt.failed[0]?.reason).toContain('proved no claim')
    expect((await reverie.status()).claims).toBe(before.claims)
    expect(await reverie.ask({ question: limitQuestion })).toMatchObject({ served: 'hit' })
  })

  it('on an ask is an error, never quotations instead', async () => {
    begin()
    const reverie = await open(named(scripted(() => ({ error: new Error('down') }))))
    await expect(reverie.ask({ question: 'How long may a job run on the server?' })).rejects.toMatchObject({ code: 'model-failed' })
    const events = async () => {
      for await (const _ of reverie.askStream({ question: 'How long may a job run on the server?' }));
    }
    await expect(events()).rejects.toMatchObject({ code: 'model-failed' })
  })

  it('stops within a second when told to, keeping what is finished', async () => {
    begin()
    const stop = new AbortController()
    const hanging = scripted((call) => {
      if (call.format !== null && call.format !== 'verdicts') return handbookModel(call)
      setTimeout(() => stop.abort(), 20)
      return { silent: true }
    })
    const reverie = await open(named(hanging))
    const receipt = await reverie.sleep({ signal: stop.signal })
    expect(receipt.stoppedBy).toBe('aborted')
    expect(receipt.produced.distillates).toBeGreaterThanOrEqual(3)
  })
})

describe('from one recipe to another', () => {
  it('a model redoes what was made without it, and what it made stays in a sleep without', async () => {
    begin()
    const plain = await open()
    await plain.sleep()
    const [kept] = await plain.questions.list({ state: 'prepared', match: 'job' })
    const question = kept?.text ?? ''
    const extractive = await plain.ask({ question })
    expect(extractive).toMatchObject({ served: 'hit', model: null })
    await plain.close()

    const model = scripted()
    const priced = await open(named(model))
    expect(await priced.ask({ question })).toMatchObject({ served: 'hit', text: extractive.text })
    const plan = await priced.plan()
    expect(plan.documents.toDistil).toBe(3)
    expect(plan.usd).toBeGreaterThan(0)
    const servable = (await priced.status()).entries.fresh ?? 0
    const receipt = await priced.sleep()
    expect(receipt.produced.distillates).toBeGreaterThanOrEqual(3)
    expect(receipt.servable).toBeGreaterThanOrEqual(servable)
    expect((await priced.ask({ question })).served).toBe('hit')
    const prose = await priced.ask({ question: limitQuestion })
    expect(prose.text).toContain('In short:')
    expect(await priced.sleep()).toMatchObject({ idle: true })
    await priced.close()

    const other = scripted((call) => handbookModel(call).replace('In short:', 'Briefly:'))
    const second = await open(named(other, 'scripted/two'))
    expect((await second.ask({ question: limitQuestion })).text).toBe(prose.text)
    expect((await second.plan()).documents.toDistil).toBe(3)
    await second.sleep()
    expect((await second.ask({ question: limitQuestion })).text).toContain('Briefly:')
    await second.close()

    const again = await open()
    expect(await again.sleep()).toMatchObject({ idle: true })
    expect((await again.ask({ question: limitQuestion })).text).toContain('Briefly:')
  })
})
