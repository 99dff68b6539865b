import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { handbookModel, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { createScriptedTerminal } from '../testing/scripted-terminal.ts'
import { answerLine } from './cli/answer-line.ts'
import { ledgerCsv } from './cli/ledger-csv.ts'
import { ledgerLines } from './cli/ledger-text.ts'
import { createStyle } from './cli/style.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

let folder = ''
const opened: Reverie[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((reverie) => reverie.close()))
  rmSync(folder, { recursive: true, force: true })
})

function begin(): void {
  folder = mkdtempSync(join(tmpdir(), 'reverie-ask-cap-'))
  mkdirSync(join(folder, 'docs'))
  writeFileSync(
    join(folder, 'docs/limits.md'),
    '# Limits\n\nA job may run for at most 15 minutes on the server. The queue holds 5000 jobs before it refuses more.\n',
  )
}

async function open(options: ReverieOptions = {}) {
  const { name, model: embedder, dimensions } = createHashingEmbedder()
  const model = createScriptedModel((call) => {
    const reply = handbookModel(modelCall(call))
    return typeof reply === 'string' ? { text: reply } : reply
  })
  const reverie = await openReverie({
    folder,
    embedder: { name, model: embedder, dimensions },
    model: { name: 'scripted/one', model, price: { input: 1, output: 2 } },
    ...options,
  })
  opened.push(reverie)
  return { reverie, model }
}

const prepared = 'Which rule says that A job may run for at most 15 minutes on the server?'
const other = 'How many jobs does the queue hold before it refuses more?'
const plain = createStyle(createScriptedTerminal().stdout, {})

describe('an ask at its cap', () => {
  it('is served what is prepared, and else a quotation that says which cap, which is not kept for later', async () => {
    begin()
    const { reverie, model } = await open({ askBudget: { tokens: 1 } })
    await reverie.sleep()
    const asleep = model.calls.length
    expect(asleep).toBeGreaterThan(0)
    const hit = await reverie.ask({ question: prepared })
    expect(hit.served).toBe('hit')
    const live = await reverie.ask({ question: other, mode: 'live' })
    expect(model.calls).toHaveLength(asleep)
    expect(live).toMatchObject({ served: 'live', model: null, spend: { inputTokens: 0 }, decision: { reason: 'ask-cap' } })
    expect(live.text).toContain('5000 jobs')
    expect(live.decision.detail).toContain('The ask budget of 1 tokens for today')
    expect(answerLine(live, live.freshness.checkedAt, plain)).toContain('live, quoted at the ask cap · quoted without the model')
    const again = await reverie.ask({ question: other })
    expect(again.decision.reason === 'ask-cap' || again.preparedBy === 'sleep').toBe(true)
  })

  it('fails where that was chosen, and is served what is prepared all the same', async () => {
    begin()
    const { reverie } = await open({ askBudget: { tokens: 1 }, onCap: 'error' })
    await reverie.sleep()
    expect((await reverie.ask({ question: prepared })).served).toBe('hit')
    await expect(reverie.ask({ question: other, mode: 'live' })).rejects.toMatchObject({ code: 'budget-refused' })
  })

  it('is not stopped by a spent sleep cap', async () => {
    begin()
    const { reverie, model } = await open({ caps: { sleep: { month: { tokens: 1 } } } })
    expect((await reverie.sleep()).stoppedBy).toBe('budget')
    expect(model.calls).toHaveLength(0)
    expect(await reverie.ask({ question: other })).toMatchObject({ served: 'live', model: 'scripted/one' })
  })
})

describe('reverie.ledger', () => {
  it('tells every call and saving, with totals that are sums of their rows', async () => {
    begin()
    const { reverie } = await open()
    await reverie.sleep()
    await reverie.ask({ question: other, mode: 'live' })
    const hit = await reverie.ask({ question: prepared })
    const view = await reverie.ledger({ limit: 10_000 })
    const calls = view.rows.filter((row) => row.kind === 'call')
    const savings = view.rows.filter((row) => row.kind === 'saving')
    const sum = (values: readonly (number | null)[]) => values.reduce((total: number, value) => total + (value ?? 0), 0)
    expect(calls.length).toBe(view.spent.calls)
    expect(sum(calls.map(({ micros }) => micros))).toBe(view.spent.micros)
    expect(sum(calls.map(({ tokens }) => tokens))).toBe(view.spent.tokens)
    for (const by of ['side', 'purpose', 'model', 'predictor', 'region', 'channel'] as const)
      expect(sum(view.totals.filter((total) => total.by === by).map(({ spent }) => spent.micros))).toBe(view.spent.micros)
    const answerTokens = Math.ceil(hit.text.length / 4)
    expect(savings).toMatchObject([
      { id: hit.id, served: 'hit', tokens: hit.savedTokens + answerTokens, micros: hit.savedTokens + 2 * answerTokens },
    ])
    expect(hit.savedTokens).toBeGreaterThan(0)
    expect(savings[0]?.predictor).not.toBe('')
    expect(view.saved).toMatchObject({ answers: 1, tokens: savings[0]?.tokens, micros: savings[0]?.micros })

    const csv = ledgerCsv(view).split('\r\n')
    expect(csv[0]).toMatch(/^kind,id,at,side,purpose,model,channel,predictor,region,question,state,/)
    expect(csv).toHaveLength(view.rows.length + 2)
    expect(ledgerLines(view, 100, plain).join('\n')).toContain('scripted/one')

    expect((await reverie.ledger({ since: Date.now() + 60_000 })).spent.calls).toBe(0)
    expect((await reverie.ledger({ limit: 1 })).isCut).toBe(true)
  })

  it('counts what an extractive setup saves in tokens alone, and says so', async () => {
    begin()
    const { name, model, dimensions } = createHashingEmbedder()
    const reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
    opened.push(reverie)
    await reverie.sleep()
    const [question] = await reverie.questions.list({ state: 'prepared' })
    const answer = await reverie.ask({ question: question?.text ?? '' })
    expect(answer.served).toBe('hit')
    const view = await reverie.ledger()
    expect(view.spent.calls).toBe(0)
    expect(view.saved).toMatchObject({ answers: 1, unpricedAnswers: 1, micros: 0 })
    expect(view.saved.tokens).toBeGreaterThan(0)
    expect(view.netUsd).toBeNull()
    expect(view.notes.join(' ')).toContain('no model was named')
  })
})
