import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqliteStore } from '../../adapters/store/sqlite/open-sqlite-store.ts'
import type { Calibration } from '../../cache/calibration/calibration.ts'
import { putCalibrationStatements } from '../../cache/calibrations-table.ts'
import { putGateStatement } from '../../cache/gates-table.ts'
import { openGate } from '../../cache/labels/gate.ts'
import { putLabelStatement } from '../../cache/labels/labels-table.ts'
import type { MatchJudgement } from '../../cache/labels/match-judgement.ts'
import { bumpRevision } from '../../spec/revision.ts'
import { type Store, statement } from '../../spec/store.ts'
import { sampleAnswer } from '../../testing/reverie-samples.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import { scopeRow, testScope } from '../../testing/store-rows.ts'
import { matchStatusLines } from '../cli/match-status-text.ts'
import { createStyle } from '../cli/style.ts'
import { matchStatus } from './match-status.ts'

const now = 1_800_000_000_000
const day = 86_400_000
const model = { intercept: 0, weights: [1], means: [0], scales: [1] }
const prior: Calibration = {
  ...{ version: 0, features: 'f1', model, own: [], fittedAt: 0 },
  risk: [
    { probability: 0.985, hits: 1_200, wrong: 2, bySource: { public: 1_200 } },
    { probability: 0, hits: 2_000, wrong: 400, bySource: { public: 2_000 } },
  ],
  labels: { public: 2_000, feedback: 0, shadow: 0, verifier: 0, synthetic: 500 },
}
/** The scope's own fit: 320 own labels above the bar without an error certify 1 %. */
const own: Calibration = {
  ...prior,
  version: 3,
  fittedAt: now - 2 * 3_600_000,
  labels: { ...prior.labels, feedback: 120, shadow: 200 },
  own: [{ probability: 0.985, hits: 320, wrong: 0, bySource: { feedback: 120, shadow: 200 } }],
}

let folder = ''
let store: Store
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-status-'))
  store = await openSqliteStore({ path: join(folder, 'reverie.db'), clock: { now: () => now, monotonic: () => 0 } })
  await store.write(scopeRow(store))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const view = (shipped: Calibration | null = prior) =>
  matchStatus({
    ...{ db: store.read, scope: testScope, now },
    sources: { prior: shipped, features: { names: ['similarity'], version: 'f1' }, promise: 0.01 },
  })
const screen = async (columns = 80): Promise<readonly string[]> =>
  matchStatusLines(await view(), now, columns, createStyle(createScriptedTerminal().stdout, {}))

async function label(over: Partial<MatchJudgement>): Promise<void> {
  const judgement: MatchJudgement = {
    ...{ entry: 'e1', alike: 'a1', question: 'which port?', preparedFor: 'Which port?', same: true, source: 'feedback' },
    ...{ features: null, recipe: '', served: true, ask: null, at: now },
    ...over,
  }
  await store.write([putLabelStatement(store.read, testScope, judgement)])
}

async function asked(ask: string, served: 'hit' | 'adapted' | 'live', at: number): Promise<void> {
  const answer = JSON.stringify(sampleAnswer())
  const row = { scope: testScope, ask, at, question: 'q', served, entry: null, prepared_by: null, answer, decision: '{}' }
  await store.write([statement(store.read.insertInto('records').values(row))])
}

test('a scope without labels goes by the prior, and says that it is not certified', async () => {
  expect(await view()).toMatchObject({
    promise: 0.01,
    measured: { judged: 0, wrong: 0, rate: null },
    calibration: { version: 0, kind: 'prior', bar: 0.985, certificate: { kind: 'prior', n: 0, needed: 299 } },
    coverage: { asks: 0, share: null },
    gate: 'open',
  })
  expect((await view()).calibration?.expectedRecall).toBeCloseTo(1_198 / 1_600)
  expect(await screen()).toEqual([
    'match',
    '  promise      at most 1 % of hits wrong',
    '  measured     no hit was judged yet: reverie feedback <ask> right|wrong does,',
    '               and shadow checks do asleep',
    '  certificate  prior, not certified: 0 of 299 own real labels yet; 2 of all',
    '               1,200 real labels at the bar are wrong (1,200 public)',
    '  fitted       the prior that ships, on 2,000 public, 500 synthetic; own labels',
    '               by now: none',
    '  bar          probability 0.985; 74.9 % of the held-out matches that are right',
    '               reach it',
    '  coverage     no ask in the last 30 days',
    '  gate         open',
    '  keys         none',
  ])
})

test('without any calibration there is no bar and no certificate', async () => {
  expect((await view(null)).calibration).toBeNull()
})

test('the rate counts hits that were served and judged, each once, a person before a check', async () => {
  await label({ same: false, source: 'shadow' })
  await label({ same: true, source: 'feedback' })
  await label({ entry: 'e2', same: false, source: 'shadow' })
  await label({ entry: 'e3', source: 'shadow' })
  await label({ entry: 'e4', same: false, served: false })
  await label({ entry: 'e5', same: false, source: 'synthetic' })
  const { measured, labels } = await view()
  expect(measured).toMatchObject({ judged: 3, wrong: 1 })
  expect(measured.rate).toBeCloseTo(1 / 3)
  expect([measured.low, measured.high].map((share) => Number(share.toFixed(4)))).toEqual([0.0084, 0.9057])
  expect(labels).toEqual({ feedback: 2, shadow: 3, verifier: 0, synthetic: 1 })
  expect((await screen(120)).join('\n')).toContain('1 of 3 hits that were judged was wrong: 33.3 % (95 %: 0.84 % to 90.6 %)')
})

test("the scope's own fit is certified by its own labels, closed gates say why", async () => {
  const put = putCalibrationStatements(store.read, testScope, { calibration: own, input: 'x', after: 0 })
  await store.write(put.statements)
  const gate = { ...openGate('number', now - day), state: 'closed' as const, reason: '3 of 40 that were checked were wrong' }
  await store.write([bumpRevision(store.read, testScope), putGateStatement(store.read, testScope, gate)])
  const status = await view()
  expect(status).toMatchObject({
    calibration: { version: 3, kind: 'own', certificate: { kind: 'certified', n: 320, wrong: 0, needed: 0 } },
    gate: 'closed',
    closed: [{ class: 'number', reason: '3 of 40 that were checked were wrong', at: now - day }],
  })
  const text = (await screen(120)).join('\n')
  expect(text).toContain('certified on 320 own real labels (120 feedback, 200 shadow)')
  expect(text).not.toContain('not certified')
  expect(text).toContain('2 h ago, version 3, on 2,000 public, 120 feedback, 200 shadow, 500 synthetic')
  expect(text).toContain('gate         closed 24 h ago for “number” questions: 3 of 40 that were checked were wrong')
})

test('coverage is of the last 500 asks of 30 days', async () => {
  await asked('a', 'hit', now - day)
  await asked('b', 'adapted', now - 2 * day)
  await asked('c', 'live', now - 3 * day)
  await asked('old', 'hit', now - 31 * day)
  expect((await view()).coverage).toEqual({ asks: 3, prepared: 2, share: 2 / 3 })
  expect((await screen()).join('\n')).toContain('66.7 % of the last 3 asks served by a prepared answer (2)')
  for (let at = 0; at < 500; at += 1) await asked(`more${at}`, 'live', now)
  expect((await view()).coverage).toMatchObject({ asks: 500, prepared: 0 })
})
