import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { putEntryStatements } from '../../cache/entries-table.ts'
import { alikeDigest, type Entry, entryId } from '../../cache/entry.ts'
import { ensureScope } from '../../corpus/scopes.ts'
import { countAskStatement } from '../../ledger/ask-days.ts'
import { dayOf } from '../../ledger/ledger-table.ts'
import type { QuestionId } from '../../spec/ids.ts'
import { noSpend } from '../../spec/ledger.ts'
import type { LedgerTable } from '../../spec/schema-history.ts'
import type { SavingsTable } from '../../spec/schema-worth.ts'
import { statement } from '../../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../../testing/corpus-fixture.ts'
import { ledgerCsv } from '../cli/ledger-csv.ts'
import { economyView } from './economy-view.ts'
import { ledgerView } from './ledger-view.ts'

let fixture: CorpusFixture
beforeEach(async () => {
  fixture = await createCorpusFixture()
  await ensureScope(fixture.store, fixture.context.clock, fixture.scope)
})
afterEach(() => fixture[Symbol.asyncDispose]())

const day = 86_400_000
const now = Date.UTC(2026, 10, 23, 12)
let made = 0

interface Call {
  readonly question?: string
  readonly days?: number
  readonly tokens?: number
  readonly micros?: number | null
  readonly more?: Partial<Pick<LedgerTable, 'side' | 'state' | 'purpose'>> & { readonly predictor?: string }
}

async function call({ question = '', days = 1, tokens = 1_000, micros = 500, more = {} }: Call): Promise<void> {
  const { store, scope } = fixture
  const at = now - days * day
  const row = { id: `call${made++}`, scope, at, day: dayOf(at), cause: 'run', side: 'sleep', purpose: 'pre-answer', model: 'm' } as const
  const used = {
    reserved_tokens: tokens * 2,
    reserved_micros: micros === null ? null : micros * 2,
    input_tokens: tokens - 10,
    output_tokens: 10,
  }
  const rest = { state: 'settled', cached_tokens: 0, reasoning_tokens: 0, micros, predictor: 'model', region: 'a.md', question } as const
  await store.write([statement(store.read.insertInto('ledger').values({ ...row, ...used, ...rest, ...more }))])
}

async function saving(question: string, { days = 1, ...more }: Partial<SavingsTable> & { readonly days?: number } = {}): Promise<void> {
  const { store, scope } = fixture
  const at = now - days * day
  const row = { scope, ask: `ask${made++}`, at, day: dayOf(at), served: 'hit', entry: `e-${question}`, question } as const
  const rest = { predictors: '["model"]', region: 'a.md', tokens: 2_000, micros: 900, ms: 1_500, ...more }
  await store.write([
    statement(store.read.insertInto('savings').values({ ...row, ...rest })),
    countAskStatement(store.read, scope, at, true),
  ])
}

async function entry(question: string, state: 'fresh' | 'stale'): Promise<void> {
  const { store, scope } = fixture
  const body = { shape: 'prose' as const, text: 'x', quotes: [], notes: [] }
  const row: Entry = {
    ...{
      id: entryId(scope, 'p', '', question),
      scope,
      policy: 'p',
      question: question as QuestionId,
      questionText: question,
      kind: 'answer',
    },
    ...{ status: 'verified', state, shape: 'prose', body, alike: alikeDigest(body), effort: 'hybrid', verdict: '', preparedBy: 'sleep' },
    ...{ region: 'a.md', promptTokens: 0, spend: noSpend, model: 'm', recipe: 'r', madeAt: now },
  }
  await store.write(putEntryStatements(store.read, row, []))
}

const economy = () => economyView({ store: fixture.store, scope: fixture.scope, now, hasModel: true })
const ledger = (request = {}) => ledgerView({ store: fixture.store, scope: fixture.scope, model: null, now }, request)

describe('economyView', () => {
  it('each figure is a sum over the rows that the ledger shows', async () => {
    await call({ question: 'q1' })
    await call({ question: 'q2', days: 40, tokens: 700, micros: 70 })
    await call({ more: { predictor: '', purpose: 'distil' }, tokens: 333, micros: 33 })
    await call({ question: 'q3', more: { state: 'reserved', predictor: 'misses+model' } })
    await call({ question: 'q4', more: { state: 'released' } })
    await call({ more: { side: 'ask', purpose: 'ask', predictor: '' } })
    await saving('q1')
    await saving('q1', { days: 2, served: 'adapted', tokens: -100, micros: -40 })
    await saving('q2', { days: 35 })
    const view = await economy()
    for (const [balance, since] of [
      [view.recent, now - 30 * day],
      [view.ever, undefined],
    ] as const) {
      const { rows, savedBy, spentBy } = await ledger(since === undefined ? {} : { since })
      const calls = rows.flatMap((row) => (row.kind === 'call' && row.side === 'sleep' && row.state !== 'released' ? [row] : []))
      const savings = rows.flatMap((row) => (row.kind === 'saving' ? [row] : []))
      const sum = (amounts: readonly (number | null)[]) => amounts.reduce<number>((total, one) => total + (one ?? 0), 0)
      expect(balance.spent).toEqual({ tokens: sum(calls.map(({ tokens }) => tokens)), usd: sum(calls.map(({ micros }) => micros)) / 1e6 })
      expect(balance.saved).toEqual({
        tokens: sum(savings.map(({ tokens }) => tokens)),
        usd: sum(savings.map(({ micros }) => micros)) / 1e6,
        seconds: sum(savings.map(({ ms }) => ms)) / 1_000,
      })
      expect(balance.net.tokens).toBe(balance.saved.tokens - balance.spent.tokens)
      expect(balance.net.usd).toBeCloseTo((balance.saved.usd ?? 0) - (balance.spent.usd ?? 0) + balance.saved.seconds * 0.001, 9)
      expect(sum(savedBy.map(({ tokens }) => tokens))).toBe(balance.saved.tokens)
      expect(sum(spentBy.filter(({ side }) => side === 'sleep').map(({ tokens }) => tokens))).toBe(balance.spent.tokens)
    }
    expect(view.recent).toMatchObject({ asks: 2, hits: 2 })
    expect(view.ever).toMatchObject({ asks: 3, hits: 3 })
    const spent = view.predictors.reduce((sum, one) => sum + one.spent.tokens, 0)
    expect(spent).toBe(view.recent.spent.tokens)
    expect(view.predictors.reduce((sum, one) => sum + one.saved.tokens, 0)).toBe(view.recent.saved.tokens)
  })

  it('tells no dollars where a price is unknown', async () => {
    await call({ micros: null })
    await saving('q', { micros: null })
    expect(await economy()).toMatchObject({ recent: { spent: { tokens: 1_000, usd: null }, saved: { usd: null }, net: { usd: null } } })
  })

  it('wasted is the sum of the rows the ledger marks: never served since, and old or with nothing to show', async () => {
    for (const question of ['served', 'waiting', 'old', 'gone', 'skipped', 'served before']) {
      await call({ question, days: question === 'old' ? 31 : 2 })
      if (question === 'gone') await entry(question, 'stale')
      else if (question !== 'skipped') await entry(question, 'fresh')
    }
    await call({ question: 'old', days: 31, tokens: 50, micros: 5 })
    await call({ question: 'open', days: 40, more: { state: 'reserved' } })
    await call({ days: 40 })
    await saving('served')
    await saving('served before', { days: 3 })
    const wasted = { count: 3, tokens: 3_050, usd: 0.001505 }
    expect((await economy()).wasted).toEqual(wasted)
    const view = await ledger()
    const marked = view.rows.flatMap((row) => (row.kind === 'call' && row.isWasted ? [row] : []))
    expect(new Set(marked.map(({ question }) => question))).toEqual(new Set(['old', 'gone', 'skipped']))
    expect(marked.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(wasted.tokens)
    expect(marked.reduce((sum, { micros }) => sum + (micros ?? 0), 0)).toBe(wasted.usd * 1e6)
    const [header = '', ...lines] = ledgerCsv(view).trim().split('\r\n')
    const columns = header.split(',')
    const cells = lines.map((line) => line.split(','))
    const total = cells
      .filter((row) => row[columns.indexOf('wasted')] === '1')
      .reduce((sum, row) => sum + Number(row[columns.indexOf('tokens')]), 0)
    expect(total).toBe(wasted.tokens)
    expect(cells.every((row) => row[columns.indexOf('kind')] === 'saving' || row.length === columns.length)).toBe(true)

    await saving('old', { days: 0 })
    expect((await economy()).wasted).toMatchObject({ count: 2, tokens: 2_000 })
  })
})
