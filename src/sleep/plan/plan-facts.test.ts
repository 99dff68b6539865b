import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sync } from '../../corpus/sync.ts'
import { countAskStatement } from '../../ledger/ask-days.ts'
import { dayOf } from '../../ledger/ledger-table.ts'
import { defaultPolicy, policyDigest } from '../../spec/policy.ts'
import { statement } from '../../spec/store.ts'
import { createPlannedScope, type PlannedScope } from '../../testing/planned-scope.ts'
import { distilByDemand, loadDemand } from './distil-by-demand.ts'
import { loadChanges } from './document-changes.ts'
import { loadPlanFacts, type PlanSettings } from './plan-facts.ts'
import { prepareAtLevel } from './prepare-at-level.ts'
import { survivalOver } from './survival.ts'

let planned: PlannedScope
beforeEach(async () => {
  planned = await createPlannedScope()
})
afterEach(() => planned[Symbol.asyncDispose]())

const day = 86_400_000
const price = { input: 1, output: 4 }
const policy = policyDigest(defaultPolicy)
const nowOf = () => planned.corpus.context.clock.now()

const facts = (settings: Partial<PlanSettings> = {}) => {
  const { store, scope } = planned.corpus
  const all = { model: { price }, budget: { tokens: null, micros: null }, ...settings }
  return loadPlanFacts({ store, scope, policy, now: nowOf(), settings: all })
}

let asks = 0
async function asked(
  served: 'hit' | 'live',
  more: { readonly ms?: number; readonly reason?: string; readonly paths?: readonly string[] } = {},
) {
  const { store, scope } = planned.corpus
  const { ms = 2_000, reason = 'near', paths = [] } = more
  const answer = JSON.stringify({ timings: { totalMs: ms }, citations: paths.map((path) => ({ path })) })
  const row = { scope, ask: `ask${asks++}`, at: nowOf(), question: 'q', served, entry: null, prepared_by: null, session: null }
  await store.write([
    statement(store.read.insertInto('records').values({ ...row, answer, decision: JSON.stringify({ reason }) })),
    countAskStatement(store.read, scope, nowOf(), served === 'hit'),
  ])
}

describe('loadPlanFacts', () => {
  it('begins with what is usual', async () => {
    const { terms, asks: ever, account, standing } = await facts()
    expect({ ever, standing: standing.size }).toEqual({ ever: 0, standing: 0 })
    expect(terms).toMatchObject({ valueOfSecond: 1_000, priceFactor: 1, horizonDays: 30, sameWords: 0.5 })
    expect(terms.latency.live).toBe(2_995)
    expect(terms.costs.live).toEqual({ tokens: 1_890, cost: 1_800 + 4 * 90 })
    expect(account).toMatchObject({ asks: 0, spent: { tokens: 0 }, saved: { tokens: 0 } })
    expect((await facts({ model: null })).terms.costs.live.cost).toBe(0)
    expect((await facts({ model: { price: null } })).terms.costs).toMatchObject({ isPriced: false, live: { cost: 1_890 } })
  })

  it('takes costs from what was paid, latency and wording from what was asked', async () => {
    const { store, scope } = planned.corpus
    const at = nowOf() - day
    const call = (id: string, over: object) => {
      const row = { id, scope, at, day: dayOf(at), cause: 'r', side: 'ask', purpose: 'ask', model: 'm', state: 'settled' } as const
      const used = { reserved_tokens: 0, reserved_micros: 0, input_tokens: 7_800, cached_tokens: 0, output_tokens: 90, micros: 1 }
      return statement(store.read.insertInto('ledger').values({ ...row, ...used, ...over }))
    }
    await store.write(Array.from({ length: 95 }, (_, nth) => call(`c${nth}`, {})))
    await store.write([call('old', { at: at - 100 * day, input_tokens: 1e9 }), call('open', { state: 'reserved', input_tokens: 1e9 })])
    for (let nth = 0; nth < 15; nth++) await asked('live', { ms: 5_000 })
    for (let nth = 0; nth < 5; nth++) await asked('hit', { reason: 'exact' })
    const { terms, asks: ever } = await facts()
    expect(terms.costs.live.tokens).toBeCloseTo(7_890 * 0.95 + 1_890 * 0.05, 6)
    expect(terms.latency.live).toBe((15 * 5_000 + 5 * 3_000) / 20 - 5)
    expect(terms.sameWords).toBe(7.5 / 10)
    expect(ever).toBe(20)
  })

  it('keeps counting asks whose records were evicted', async () => {
    for (let nth = 0; nth < 21; nth++) await asked('live')
    const { store } = planned.corpus
    await store.write([statement(store.read.deleteFrom('records'))])
    expect((await facts()).asks).toBe(21)
  })

  it('sees how far questions stand, evidence only while the corpus is as it was', async () => {
    await planned.write({ 'guide.md': '# Lantern\n\nThe lantern is lit with a match.\n' })
    await planned.predict(['How is it lit?', 'What lights the lantern?'])
    const [one, other] = await planned.owed()
    if (one === undefined || other === undefined) throw new Error('they are owed')
    await prepareAtLevel(planned.sleeping, [{ question: one, level: 1 }], 1)
    await prepareAtLevel(planned.sleeping, [{ question: other, level: 2 }], 1)
    expect((await facts()).standing).toEqual(
      new Map([
        [one.id, { level: 1, isContinued: true }],
        [other.id, { level: 2, isContinued: true }],
      ]),
    )
    await planned.write({ 'more.md': '# More\n\nIt is lit at dusk.\n' })
    expect((await facts()).standing.get(one.id)).toEqual({ level: 0, isContinued: true })
  })
})

describe('what a plan reads of documents', () => {
  it('tells a document that changes from one that does not, and a folder by its documents', async () => {
    const { store, scope } = planned.corpus
    await planned.write({ 'a/busy.md': 'One.', 'a/still.md': 'Two.', 'b/still.md': 'Three.' })
    const { read: db } = store
    const now = nowOf() + 60 * day
    await store.write([statement(db.updateTable('documents').set({ changes: 20, committed_at: now }).where('path', '=', 'a/busy.md'))])
    const { rateOf } = await loadChanges(db, scope, now)
    const held = (region: string) => survivalOver(rateOf(region), 7)
    expect(held('a/busy.md')).toBeLessThan(0.2)
    expect(held('b/still.md')).toBeGreaterThan(0.9)
    expect(held('a')).toBeGreaterThan(held('a/busy.md'))
    expect(held('a')).toBeLessThan(held('b'))
    expect(held('')).toBeLessThan(held('b/still.md'))
  })

  it('takes a document that went for one that changed, and one that moved for none', async () => {
    await planned.write({ 'a.md': 'One.', 'b.md': 'Two.' })
    const { store, scope, context, remove } = planned.corpus
    const held = async () => survivalOver((await loadChanges(store.read, scope, nowOf())).rateOf(''), 7)
    const before = await held()
    remove('a.md')
    await planned.write({ 'c.md': 'One.' })
    expect(await held()).toBeCloseTo(before, 2)
    remove('b.md')
    await sync(context, planned.corpus.folder())
    expect(await held()).toBeLessThan(before - 0.05)
  })

  it('counts a document once an ask that cites it, and leaves to extraction what nobody asks about', async () => {
    const { store, scope } = planned.corpus
    for (let nth = 0; nth < 20; nth++) await asked('live', { paths: nth < 3 ? ['b.md', 'b.md', 'a.md'] : nth < 5 ? ['b.md'] : [] })
    const demand = await loadDemand(store.read, scope)
    expect(Object.fromEntries(demand)).toEqual({ 'b.md': 5, 'a.md': 3 })
    const documents = ['a.md', 'b.md', 'c.md'].map((path) => ({ path }))
    const terms = { demand, asks: 20, mode: 'demand', costOf: () => 100, liveWorth: 300, purse: null, isTrial: true } as const
    const paths = (given: Partial<Parameters<typeof distilByDemand>[1]>) =>
      distilByDemand(documents, { ...terms, ...given }).byModel.map(({ path }) => path)
    // A tenth of the asks as many again: 5 of them spare 150, 3 of them 90.
    const split = distilByDemand(documents, terms)
    expect(split.byModel.map(({ path }) => path)).toEqual(['b.md'])
    expect(split.byExtraction.map(({ path }) => path)).toEqual(['a.md', 'c.md'])
    expect(split.why).toContain('too few of the 20 asks were about them')
    expect(paths({ liveWorth: 400 })).toEqual(['b.md', 'a.md'])
    expect(paths({ liveWorth: 400, purse: 150 })).toEqual(['b.md'])
    const whole = { byModel: documents, byExtraction: [], why: null }
    expect(distilByDemand(documents, { ...terms, asks: 19 })).toEqual(whole)
    expect(distilByDemand(documents, { ...terms, mode: 'all', purse: 0 })).toEqual(whole)
    expect(paths({ asks: 19, purse: 400 })).toEqual(['b.md', 'a.md'])
    expect(paths({ asks: 19, purse: 0 })).toEqual([])
    expect(paths({ asks: 19, isTrial: false })).toEqual(['b.md'])
  })
})
