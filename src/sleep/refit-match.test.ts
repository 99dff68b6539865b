import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Calibration } from '../cache/calibration/calibration.ts'
import { scopeCalibration } from '../cache/calibrations-table.ts'
import { closedClasses } from '../cache/gates-table.ts'
import { dropLabelStatement, putLabelStatement } from '../cache/labels/labels-table.ts'
import { labelId, type MatchJudgement } from '../cache/labels/match-judgement.ts'
import { recordJudgement } from '../cache/labels/record-judgement.ts'
import { ensureScope } from '../corpus/scopes.ts'
import type { Clock } from '../spec/clock.ts'
import type { Lease } from '../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { type RefitContext, refitMatch } from './refit-match.ts'
import { SleepTally } from './sleep-tally.ts'

const labels = { public: 2_000, feedback: 0, shadow: 0, verifier: 0, synthetic: 0 }
const prior: Calibration = {
  version: 0,
  features: 'v1',
  model: { intercept: 0, weights: [4], means: [0.5], scales: [0.25] },
  risk: [
    { probability: 0.99, hits: 1_000, wrong: 0 },
    { probability: 0.9, hits: 2_000, wrong: 4 },
  ],
  labels,
  own: [],
  fittedAt: 0,
}

let fixture: CorpusFixture
let lease: Lease
let now = 1_000
const clock: Clock = { now: () => now, monotonic: () => now }

beforeEach(async () => {
  now = 1_000
  fixture = await createCorpusFixture()
  await ensureScope(fixture.store, fixture.context.clock, fixture.scope)
  const claimed = await fixture.store.claimLease('sleep:default', 'run', 60_000)
  if (claimed === null) throw new Error('the lease is held')
  lease = claimed
})
afterEach(() => fixture[Symbol.asyncDispose]())

function judgement(at: number, over: Partial<MatchJudgement> = {}): MatchJudgement {
  const question = `How is thing number ${at} done?`
  const own = { entry: `e${at}`, alike: `a${at}`, question, preparedFor: `What does ${at} do?`, ask: null, at }
  return { ...own, same: true, source: 'feedback', features: [1], recipe: 'v1', served: true, ...over }
}

async function refit() {
  const progress: string[] = []
  const tally = new SleepTally(
    ({ item }) => progress.push(item),
    () => 0,
  )
  const context: RefitContext = { store: fixture.store, scope: fixture.scope, lease, clock, tally }
  const token = await fixture.store.changeToken()
  await refitMatch(context, { prior, maxWrongHits: 0.01 })
  return { produced: tally.produced, progress, wrote: (await fixture.store.changeToken()) !== token }
}

async function record(...judgements: readonly MatchJudgement[]) {
  const { store, scope } = fixture
  for (const one of judgements) {
    const { statements, expect: expected } = await recordJudgement(store.read, scope, one, { now: one.at, maxWrongHits: 0.01 })
    await store.write(statements, { expect: expected })
  }
}

const version = async () => (await scopeCalibration(fixture.store.read, fixture.scope, prior)).version

test('nothing is fitted or written without labels, nor twice on the same ones', async () => {
  expect(await refit()).toMatchObject({ produced: {}, wrote: false })
  await record(judgement(1))
  expect(await refit()).toEqual({
    produced: { 'match fits': 1 },
    progress: ['match decision refitted: version 1, 1 labels'],
    wrote: true,
  })
  expect(await refit()).toMatchObject({ produced: {}, wrote: false })
  await record(judgement(1, { same: false }))
  await refit()
  expect(await version()).toBe(2)
  expect((await scopeCalibration(fixture.store.read, fixture.scope, prior)).labels).toEqual({ ...labels, feedback: 1 })
})

test('labels of other features are left alone', async () => {
  await record(judgement(1, { recipe: 'v0' }))
  expect(await refit()).toMatchObject({ wrote: false })
})

test('what was fitted on forgotten labels decides no longer', async () => {
  const { store, scope } = fixture
  await record(judgement(1))
  await refit()
  await store.write([dropLabelStatement(store.read, scope, labelId(judgement(1)))])
  expect(await refit()).toMatchObject({ wrote: true })
  expect(await version()).toBe(0)
  expect(await refit()).toMatchObject({ wrote: false })
  await record(judgement(2))
  await refit()
  expect(await version()).toBe(2)
})

test('made up labels fit and are no real ones', async () => {
  const { store, scope } = fixture
  await store.write([1, 2, 3].map((at) => putLabelStatement(store.read, scope, judgement(at, { source: 'synthetic', served: false }))))
  await refit()
  expect(await scopeCalibration(store.read, scope, prior)).toMatchObject({ version: 1, own: [], labels: { ...labels, synthetic: 3 } })
})

test('a closed gate opens with a fit that keeps what was wrong below its bar, once labels since hold', async () => {
  const { store, scope } = fixture
  const wrong = [10, 11, 12].map((at) => judgement(at, { same: false, features: [0.2] }))
  await record(...wrong)
  expect(await closedClasses(store.read, scope)).toContain('')
  expect((await refit()).produced).not.toHaveProperty('opened gates')
  await record(...Array.from({ length: 10 }, (_, at) => judgement(100 + at)))
  expect((await refit()).produced).toMatchObject({ 'opened gates': 2 })
  expect(await closedClasses(store.read, scope)).toEqual(new Set())
})

test('a fit is refused whole once the lease is lost', async () => {
  await record(judgement(1))
  await fixture.store.releaseLease(lease)
  await fixture.store.claimLease('sleep:default', 'another', 60_000)
  await expect(refit()).rejects.toMatchObject({ code: 'lease-held' })
  expect(await version()).toBe(0)
})
