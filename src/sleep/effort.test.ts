import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { putEntryStatements } from '../cache/entries-table.ts'
import { alikeDigest, type Entry, entryId } from '../cache/entry.ts'
import { ensureScope } from '../corpus/scopes.ts'
import { approveStatements } from '../lineage/approvals.ts'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import { withdrawnEfforts } from '../lineage/withdrawn-efforts.ts'
import type { PairInput, PairJudge } from '../preanswer/pair-judge.ts'
import { predictStatements } from '../predict/questions-table.ts'
import { type Digest, digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import type { QuestionId } from '../spec/ids.ts'
import { noSpend } from '../spec/ledger.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import { defaultPolicy, policyDigest } from '../spec/policy.ts'
import type { Reader } from '../spec/skills.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { compareEfforts } from './effort-compare.ts'
import { isBelowEffort } from './effort-rank.ts'
import { areWorse, evidenceOfWorse } from './effort-test.ts'
import { withdrawnReason } from './effort-withdrawn.ts'
import { owedQuestions } from './owed-questions.ts'
import type { SleepContext } from './sleep-context.ts'
import { SleepTally } from './sleep-tally.ts'

test('efforts are ordered; what is not known is the least', () => {
  expect(isBelowEffort('lexical', 'live')).toBe(true)
  expect(isBelowEffort('hybrid', 'live')).toBe(false)
  expect(isBelowEffort('live', 'hybrid')).toBe(false)
  expect(isBelowEffort('from elsewhere', 'lexical')).toBe(true)
})

describe('the sequential test', () => {
  test('stands at 1 before any pair and decides on a clear run', () => {
    expect(evidenceOfWorse({ checked: 0, worse: 0, better: 0 })).toBeCloseTo(1, 9)
    expect(evidenceOfWorse({ checked: 1, worse: 1, better: 0 })).toBeCloseTo(1.5, 9)
    expect(areWorse({ checked: 6, worse: 6, better: 0 })).toBe(false)
    expect(areWorse({ checked: 8, worse: 8, better: 0 })).toBe(true)
    expect(areWorse({ checked: 8, worse: 0, better: 8 })).toBe(false)
  })

  test('leaves alone what is worse in one of a hundred', () => {
    expect(areWorse({ checked: 1_000, worse: 10, better: 0 })).toBe(false)
  })

  test('looked at after every pair, withdraws what is as good in less than 5 of 100 cases, and finds what is worse', () => {
    const withdrawn = (worseRate: number, seed: number) => {
      const random = seededRandom(seed)
      const counts = { checked: 0, worse: 0, better: 0 }
      for (let pair = 0; pair < 300; pair++) {
        counts.checked += 1
        const draw = random.next()
        if (draw < worseRate) counts.worse += 1
        else if (draw < 0.6) counts.better += 1
        if (areWorse(counts)) return pair
      }
      return null
    }
    const runs = Array.from({ length: 300 }, (_, seed) => seed + 1)
    expect(runs.filter((seed) => withdrawn(0.3, seed) !== null).length / 300).toBeLessThan(0.05)
    expect(runs.filter((seed) => withdrawn(0.48, seed) !== null).length / 300).toBeGreaterThan(0.95)
  })
})

let fixture: CorpusFixture
let context: SleepContext
const embedder = createHashingEmbedder()
const policy = policyDigest(defaultPolicy)
const recipe = digest('reader') as Digest
const model = 'scripted/model'
const unused = () => Promise.reject(new Error('not asked for'))

beforeEach(async () => {
  fixture = await createCorpusFixture()
  const { store, scope } = fixture
  const { clock } = fixture.context
  await ensureScope(store, clock, scope)
  const lease = await store.claimLease('sleep', 'test', 1e9)
  if (lease === null) throw new Error('no lease')
  const skills = {
    reader: { recipe, model, read: unused },
    verifier: { recipe, model, judgeAnswer: unused, judgeMatch: unused },
    distiller: { recipe, model, distilDocument: unused, distilGroup: unused },
    generator: { recipe, model, generate: unused },
  }
  const view = { revision: 0, passageCount: 0, refresh: async () => {}, search: async () => [], terms: async () => [] }
  context = {
    ...{ store, scope, run: 'run', lease, clock, embedder, view, skills, policy: defaultPolicy, signal: undefined },
    tally: new SleepTally(undefined, () => 0),
    countPromptTokens: async () => 0,
  }
})
afterEach(() => fixture[Symbol.asyncDispose]())

function made(question: string, over: Partial<Entry> = {}): Entry {
  const body = { shape: 'prose' as const, text: `prepared: ${question}`, quotes: [], notes: [] }
  return {
    ...{
      id: entryId(fixture.scope, policy, '', question),
      scope: fixture.scope,
      policy,
      question: questionDigest(question) as string as QuestionId,
    },
    ...{ questionText: question, kind: 'answer', status: 'verified', state: 'fresh', shape: 'prose', body, alike: alikeDigest(body) },
    ...{ effort: 'hybrid', verdict: '', preparedBy: 'sleep', region: '', promptTokens: 0, spend: noSpend, model, recipe },
    madeAt: fixture.context.clock.now(),
    ...over,
  }
}

async function file(...entries: readonly Entry[]): Promise<void> {
  const { store, scope } = fixture
  const drafts = entries.map(
    ({ questionText }) => ({ text: questionText, origin: 'structure', probability: 0.5, region: '', about: { kind: 'unknown' } }) as const,
  )
  await store.write([
    ...predictStatements(store.read, scope, drafts, 0),
    ...entries.flatMap((entry) => putEntryStatements(store.read, entry, [{ text: entry.questionText, kind: 'question' }])),
  ])
}

const questions = Array.from({ length: 200 }, (_, at) => `What is number ${at}?`)
const live = (text = 'live'): Reader => ({
  recipe,
  model,
  read: async ({ question }) => ({
    kind: 'answer',
    body: { shape: 'prose', text: `${text}: ${question}`, quotes: [], notes: [] },
    confidence: 1,
    spend: { inputTokens: 10, outputTokens: 5, usd: 0 },
  }),
})

/** Judges by a rule over what is shown first and second. */
function judging(rule: (first: string, second: string) => 'first' | 'second' | 'even'): PairJudge & { readonly calls: PairInput[] } {
  const calls: PairInput[] = []
  return {
    recipe,
    model,
    calls,
    judgePair: async (input) => {
      calls.push(input)
      return { kind: rule(input.first.text, input.second.text), reason: '', spend: noSpend }
    },
  }
}
const prefersLive = () => judging((first) => (first.startsWith('live') ? 'first' : 'second'))
const effortRow = () => fixture.store.read.selectFrom('efforts').selectAll().executeTakeFirst()
const states = async () => {
  const rows = await fixture.store.read.selectFrom('entries').select(['state', 'question_text']).execute()
  return new Map(rows.map((row) => [row.question_text, row.state]))
}

describe('comparing prepared answers with live ones', () => {
  test('counts pairs, both ways round; a judge that favours a position says nothing', async () => {
    await file(...questions.map((question) => made(question)))
    const judge = judging(() => 'first')
    expect(await compareEfforts(context, { live: live(), judge, most: 4, since: 0 })).toEqual({ compared: 4, withdrawn: 0, reason: null })
    expect(judge.calls).toHaveLength(8)
    expect(await effortRow()).toMatchObject({ recipe, model, effort: 'hybrid', checked: 4, worse: 0, better: 0, state: 'open' })
  })

  test('needs no judge where both are the same', async () => {
    await file(...questions.map((question) => made(question)))
    const judge = judging(() => 'first')
    await compareEfforts(context, { live: live('prepared'), judge, most: 3, since: 0 })
    expect(judge.calls).toEqual([])
    expect(await effortRow()).toMatchObject({ checked: 3, worse: 0, better: 0 })
  })

  test('takes about a tenth of what this sleep made, and nothing where it made nothing', async () => {
    await file(...questions.map((question) => made(question)))
    const first = await compareEfforts(context, { live: live(), judge: judging(() => 'even'), most: 1_000, since: 0 })
    expect(first.compared).toBeGreaterThan(8)
    expect(first.compared).toBeLessThan(40)
    const before = await fixture.store.changeToken()
    const later = await compareEfforts(context, { live: live(), judge: prefersLive(), since: fixture.context.clock.now() + 1 })
    expect(later).toMatchObject({ compared: 0, reason: expect.any(String) })
    expect(await fixture.store.changeToken()).toBe(before)
  })

  test('withdraws what is worse: not served, owed, not brought back, not used again; what a person approved stands', async () => {
    const { store, scope } = fixture
    const approved = made('Who approved it?')
    const other = made('What else?', { recipe: digest('another reader') })
    await file(...questions.map((question) => made(question)), approved, other)
    const approval = { scope, entry: approved.id, question: approved.question, question_text: '', kind: 'approved' as const }
    await store.write(approveStatements(store.read, { ...approval, body: JSON.stringify(approved.body), approved_at: 1 }))
    expect(await compareEfforts(context, { live: live(), judge: prefersLive(), most: 50, since: 0 })).toMatchObject({ withdrawn: 1 })
    expect(await effortRow()).toMatchObject({ state: 'withdrawn', better: 0, reason: expect.stringContaining('worse than live') })
    const after = await states()
    expect(questions.every((question) => after.get(question) === 'stale')).toBe(true)
    expect(after.get(approved.questionText)).toBe('fresh')
    expect(after.get(other.questionText)).toBe('fresh')
    const owed = new Set((await owedQuestions(context, policy)).map(({ text }) => text))
    expect(questions.every((question) => owed.has(question))).toBe(true)
    const withdrawn = await withdrawnEfforts(store.read, scope)
    expect(withdrawn.reason({ recipe, model, effort: 'hybrid' })).toContain('worse than live')
    expect(await withdrawnReason(context)).toContain('withdrawn')
    await store.write([artefactStatement(store.read, scope, 'support-back', { table: 'entries', where: sql<boolean>`1 = 1` })])
    expect((await states()).get(questions[0] ?? '')).toBe('stale')
    expect(context.tally.produced).toMatchObject({ 'withdrawn efforts': 1 })
  })

  test('counts nothing on what the judge failed at, and ends where it is down or the budget is spent', async () => {
    await file(...questions.map((question) => made(question)))
    const failing = (code: 'model-failed' | 'budget-refused'): PairJudge => ({
      recipe,
      model,
      judgePair: async () => {
        const failure = new ReverieError(code, 'no')
        if (code === 'budget-refused') throw failure
        return { kind: 'unsure', reason: '', spend: noSpend, failure }
      },
    })
    expect(await compareEfforts(context, { live: live(), judge: failing('model-failed'), most: 9, since: 0 })).toMatchObject({
      compared: 0,
    })
    expect(context.tally.failed).toHaveLength(3)
    await compareEfforts(context, { live: live(), judge: failing('budget-refused'), most: 9, since: 0 })
    expect(context.tally.skipped.get('comparisons with live beyond the budget')).toBe(9)
    expect(await effortRow()).toBeUndefined()
  })

  test('is not made without a model', async () => {
    await file(made('What is quoted?', { model: null }))
    const quoting = { ...live(), model: null }
    expect(await compareEfforts(context, { live: quoting, judge: prefersLive(), since: 0 })).toMatchObject({
      compared: 0,
      reason: expect.stringContaining('without a model'),
    })
    expect(await fixture.store.read.selectFrom('efforts').select(sql<number>`count(*)`.as('n')).executeTakeFirst()).toEqual({ n: 0 })
  })
})
