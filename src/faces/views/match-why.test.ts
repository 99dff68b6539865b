import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../adapters/store/sqlite/open-sqlite-store.ts'
import type { Calibration } from '../../cache/calibration/calibration.ts'
import { type Store, statement } from '../../spec/store.ts'
import { type DecisionSample, decisionSamples, sampleEntry } from '../../testing/decision-samples.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import { scopeRow, testScope } from '../../testing/store-rows.ts'
import { createStyle } from '../cli/style.ts'
import { type WhyTextOptions, whyLines } from '../cli/why-text.ts'
import type { MatchSources } from './match-calibration.ts'
import { probabilityText } from './probability-text.ts'
import { whyView } from './why-view.ts'

const now = 1_800_000_000_000
const names = ['similarity', 'margin', 'same-words']
const prior: Calibration = {
  version: 0,
  features: 'f1',
  model: { intercept: 1, weights: [2, 1, 0.5], means: [0.9, 0, 0], scales: [0.1, 0.1, 1] },
  risk: [
    { probability: 0.985, hits: 2_000, wrong: 4 },
    { probability: 0, hits: 4_000, wrong: 900 },
  ],
  labels: { public: 4_000, feedback: 0, shadow: 0, verifier: 0, synthetic: 0 },
  own: [],
  fittedAt: 0,
}
const sources: MatchSources = { prior, features: { names, version: 'f1' }, promise: 0.01 }

let folder = ''
let store: Store
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-match-'))
  store = await openSqliteStore({ path: join(folder, 'reverie.db'), clock: { now: () => now, monotonic: () => 0 } })
  await store.write(scopeRow(store))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

/** Records an ask under an id of its own, and asks why. */
async function why({ answer, record }: DecisionSample, by: MatchSources = sources) {
  const ask = `${answer.id}${(await store.read.selectFrom('records').select('ask').execute()).length}`
  await store.write([
    statement(
      store.read.insertInto('records').values({
        ...{ scope: testScope, ask, at: now - 60_000, question: answer.question, served: answer.served },
        ...{ entry: answer.decision.entry, prepared_by: answer.preparedBy },
        ...{ answer: JSON.stringify(answer), decision: JSON.stringify(record) },
      }),
    ),
  ])
  return whyView(store.read, testScope, ask, by)
}

async function screen(sample: DecisionSample, columns = 80, options: WhyTextOptions = {}): Promise<readonly string[]> {
  const terminal = createScriptedTerminal()
  return whyLines(await why(sample), now, columns, createStyle(terminal.stdout, {}), options)
}

describe('the first line of why is the verdict in words', () => {
  const verdicts = [
    ['exact', 'hit: the answer prepared for “Which port does the server listen on?”, in the same words'],
    ['near', 'hit: the answer prepared for “Which port does the server listen on?” (probability 0.997, bar 0.985)'],
    ['verified', '(probability 0.931, under the bar 0.985, and the verifier agrees)'],
    ['guard', 'live: nearest “How long does an upload of 20 kB take?” at 0.81 is not the same: asked 10 kB, prepared for 20 kB'],
    ['margin', 'at 0.91 is no nearer than another that is answered differently (margin 0.004)'],
    ['disagrees', 'at 0.91 is not confirmed: the reader does not find its passage among the first 3'],
    ['blocked', 'live: the answer prepared for “Which port does the server listen on?” is blocked by feedback'],
    ['adapted', 'in staging?”: staging became production, which the same table names (probability 0.997, bar 0.985)'],
    ['leans', 'live: it leans on the conversation, and is never matched on its own words'],
    ['rewritten', '; asked as “Which port does the server listen on by default?”'],
    ['stale', 'live: the answer prepared for “Which port does the server listen on?” is not served: docs/server.md:12 was changed'],
    ['closed', 'is not confirmed: the verifier did not answer in time'],
    ['below', 'none: nothing here answers it; nearest “Which port does the server listen on?” at 0.31 is not sure enough'],
    ['unsure', 'at 0.87 is not the same: asked port, prepared for host (probability 0.120, under the bar 0.985)'],
    ['before', 'live: nearest “What are 3 jobs?” at 0.90 is not the same: asked 5, prepared for 3'],
  ] as const
  test('of every kind of decision', async () => {
    for (const [name, words] of verdicts) {
      const { match } = await why(decisionSamples[name])
      expect(match?.verdict, name).toContain(words)
    }
    expect(new Set(verdicts.map(([name]) => name))).toEqual(new Set(Object.keys(decisionSamples)))
  })
})

test.each([
  [0, '0'],
  [0.0004, '<0.001'],
  [0.41, '0.410'],
  [0.985, '0.985'],
  [0.997, '0.997'],
  [0.99962, '0.9996'],
  [0.9999999, '>0.99999'],
  [1, '1'],
])('a probability of %d is written %s', (probability, text) => {
  expect(probabilityText(probability)).toBe(text)
})

describe('why', () => {
  test('holds what the decision saw, feature by feature', async () => {
    const view = await why(decisionSamples.near)
    expect(view.match).toMatchObject({ class: 'thing', gate: 'open', promise: 0.01, version: 0, adaptation: null, standAlone: null })
    expect(view.match?.calibration).toMatchObject({ kind: 'prior', bar: 0.985, certificate: { kind: 'prior', needed: 299 } })
    const [first, second] = view.candidates
    expect(first).toMatchObject({ entry: sampleEntry, similarity: 0.912, margin: 0.041, probability: 0.9971, bar: 0.985, isServed: true })
    expect(second).toMatchObject({ isServed: false, margin: null, guards: [{ guard: 'names', resolved: false }] })
    expect(first?.features.map(({ feature }) => feature)).toEqual(['same-words', 'margin', 'similarity'])
    const logOdds = prior.model.intercept + (first?.features ?? []).reduce((sum, { contribution }) => sum + contribution, 0)
    expect(logOdds).toBeCloseTo(1 + (2 * 0.012) / 0.1 + 0.041 / 0.1 + 0.5)
  })

  test('names no feature by the names of another version', async () => {
    const view = await why(decisionSamples.near, { ...sources, features: { names, version: 'f2' } })
    expect(view.candidates[0]?.features[0]?.feature).toBe('feature 3')
  })

  test('says that the calibration that decided is no longer stored, and what is blocked', async () => {
    const closed = await why(decisionSamples.closed)
    expect(closed.match).toMatchObject({ version: 3, calibration: null, gate: 'closed', class: 'number' })
    const terminal = createScriptedTerminal()
    expect(whyLines(closed, now, 80, createStyle(terminal.stdout, {})).join('\n')).toContain('calibration 3, which is no longer stored')
  })

  test('tells the verdict that a person gave on the answer', async () => {
    expect(await screen(decisionSamples.blocked)).toContain('  feedback    right, 10 min ago: this one is it')
  })

  test('marks what feedback blocks', async () => {
    const { candidates } = await why(decisionSamples.blocked)
    expect(candidates.map(({ isBlocked }) => isBlocked)).toEqual([true, false])
  })

  test('shows the figures of each candidate under one another', async () => {
    const lines = await screen(decisionSamples.guard)
    expect(lines.slice(lines.indexOf('weighed (1, nearest first)'), -4)).toEqual([
      'weighed (1, nearest first)',
      '     alike  margin  probability    bar  outcome',
      '  1  0.810   0.041        0.412  0.985  not the same',
      '     “How long does an upload of 20 kB take?” (e3b0c442)',
      '     guard numbers: asked 10 kB, prepared for 20 kB',
      '     guard time-words: asked now, prepared for always, settled by the',
      '       quotation',
      '     verifier: unsupported: guard numbers: asked 10 kB, prepared for 20 kB',
      '     now gone',
    ])
  })

  test('shows the six weightiest features where they are asked for, and the rest as one', async () => {
    const [candidate] = decisionSamples.verified.record.considered
    const record = { ...decisionSamples.verified.record, considered: [{ ...candidate, features: weights }] }
    const many = { ...prior, model: { intercept: 0, weights, means: weights.map(() => 0), scales: weights.map(() => 1) } }
    const view = await why({ answer: decisionSamples.verified.answer, record }, { ...sources, prior: many })
    const lines = whyLines(view, now, 200, createStyle(createScriptedTerminal().stdout, {}), { features: true })
    const line = lines.find((one) => one.includes('log-odds by feature'))
    expect(line?.match(/feature \d/g)).toEqual(['feature 8', 'feature 7', 'feature 6', 'feature 5', 'feature 4', 'feature 3'])
    expect(line).toContain('2 others +5.00')
    expect((await screen(decisionSamples.exact)).join('\n')).not.toContain('log-odds')
  })
})

const weights = [1, 2, 3, 4, 5, 6, 7, 8]
const longWord = 'https://docs.example/'.padEnd(300, 'päth/日本語/')

describe.each([60, 80, 120])('on a screen of %i columns', (columns) => {
  test('every kind of decision fits, without colour where nobody looks', async () => {
    for (const sample of Object.values(decisionSamples)) expectToFit(await screen(sample, columns, { features: true }))
  })

  test('long words are broken, escape sequences are left out', async () => {
    const [first] = decisionSamples.guard.record.considered
    const considered = [
      { ...first, preparedFor: longWord, guards: [{ guard: 'names', saw: `asked ${longWord}\u001b[2J`, resolved: false }] },
    ]
    const record = { ...decisionSamples.guard.record, considered, standAlone: longWord }
    const lines = await screen({ answer: { ...decisionSamples.guard.answer, question: longWord }, record }, columns)
    expectToFit(lines)
    expect(lines.join('').replaceAll(' ', '')).toContain(longWord)
  })

  function expectToFit(lines: readonly string[]): void {
    for (const line of lines) {
      expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
      expect(line).not.toMatch(/\p{Cc}/u)
    }
  }
})
