import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureScope } from '../../corpus/scopes.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { type CorpusFixture, createCorpusFixture } from '../../testing/corpus-fixture.ts'
import { closedClasses, gatesOf, isGateOpen } from '../gates-table.ts'
import { blocksFor, isBlocked, noBlocks } from './blocks.ts'
import { countLabels, labelsOf, putLabelStatement } from './labels-table.ts'
import { byQuotationAlone, type MatchJudgement } from './match-judgement.ts'
import { questionClass } from './question-class.ts'
import { recordJudgement } from './record-judgement.ts'

let fixture: CorpusFixture
beforeEach(async () => {
  fixture = await createCorpusFixture()
  await ensureScope(fixture.store, fixture.context.clock, fixture.scope)
})
afterEach(() => fixture[Symbol.asyncDispose]())

const asked = 'How do I disable the cache?'

function judgement(over: Partial<MatchJudgement> = {}): MatchJudgement {
  return {
    entry: 'e1',
    alike: 'a1',
    question: asked,
    preparedFor: 'How do I enable the cache?',
    same: false,
    source: 'feedback',
    features: [0.9, 1],
    recipe: 'v1',
    served: true,
    ask: null,
    at: 10,
    ...over,
  }
}

const terms = { now: 10, maxWrongHits: 0.01 }

async function put(...judgements: readonly MatchJudgement[]): Promise<void> {
  const { store, scope } = fixture
  await store.write(judgements.map((one) => putLabelStatement(store.read, scope, one)))
}

async function judge(over: Partial<MatchJudgement>): Promise<boolean> {
  const { store, scope } = fixture
  const one = judgement(over)
  const { statements, expect: expected } = await recordJudgement(store.read, scope, one, { ...terms, now: one.at })
  return (await store.write(statements, { expect: expected })).committed
}

const blocks = (question: string, scope = fixture.scope) => blocksFor(fixture.store.read, scope, question)

describe('blocks', () => {
  test('keep a wrong entry and all that are answered alike from the question, in whatever spelling, and from no other', async () => {
    await put(judgement())
    const found = await blocks('  how do I DISABLE the cache')
    expect([isBlocked(found, { id: 'e1', alike: 'another' }), isBlocked(found, { id: 'e2', alike: 'a1' })]).toEqual([true, true])
    expect(isBlocked(found, { id: 'e2', alike: 'a2' })).toBe(false)
    expect(await blocks('How do I enable the cache?')).toBe(noBlocks)
    expect(await blocks(asked, 'elsewhere' as ScopeId)).toBe(noBlocks)
  })

  test('are made by people and checks that say so, not by what is only fitted', async () => {
    await put(judgement({ source: 'verifier' }), judgement({ source: 'synthetic' }), judgement({ entry: 'e2', same: true }))
    expect(await blocks(asked)).toEqual(noBlocks)
    await put(judgement({ entry: 'e3', source: 'shadow' }))
    expect((await blocks(asked)).entries).toEqual(new Set(['e3']))
  })

  test("a person's word counts over a check's", async () => {
    await put(judgement({ source: 'shadow' }), judgement({ same: true }))
    expect(await blocks(asked)).toEqual(noBlocks)
  })

  test('of the own words hold for that answer, not for the next one', async () => {
    await put(judgement({ preparedFor: asked }))
    const found = await blocks(asked)
    expect(isBlocked(found, { id: 'e1', alike: 'a1' })).toBe(true)
    expect(isBlocked(found, { id: 'e1', alike: 'answered anew' })).toBe(false)
  })

  test('an answer whose quotes are not known any more blocks no other', async () => {
    await put(judgement({ alike: '' }))
    expect((await blocks(asked)).alike.size).toBe(0)
  })
})

describe('labels', () => {
  test('one source says one thing of an entry and question', async () => {
    const { store, scope } = fixture
    await put(judgement(), judgement({ question: `${asked}?!`, same: true }), judgement({ source: 'synthetic' }))
    const labels = await labelsOf(store.read, scope, 'v1')
    expect(labels.map(({ source, same, group, features }) => [source, same, group, features]).sort()).toEqual([
      ['feedback', true, 'e1', [0.9, 1]],
      ['synthetic', false, 'e1', [0.9, 1]],
    ])
    expect(await labelsOf(store.read, scope, 'v2')).toEqual([])
  })

  test('are counted by source; what shows nothing by itself is not', async () => {
    await put(
      judgement(),
      judgement({ entry: 'e2', same: true, features: null, recipe: '' }),
      judgement({ entry: 'e3', source: 'verifier' }),
    )
    await put(judgement({ entry: 'e4', source: 'shadow', same: true, features: null, recipe: byQuotationAlone }))
    const counts = await countLabels(fixture.store.read, fixture.scope)
    expect(counts.feedback).toEqual({ same: 1, different: 1, withFeatures: 1 })
    expect(counts.verifier).toEqual({ same: 0, different: 1, withFeatures: 1 })
    expect(counts.shadow).toEqual({ same: 0, different: 0, withFeatures: 0 })
  })
})

describe('a judgement', () => {
  test('closes the gate of its class and of all once the promise is refuted, and in no other scope', async () => {
    const { store, scope } = fixture
    const kind = questionClass(asked)
    for (const [at, entry] of ['e1', 'e2', 'e3'].entries()) expect(await judge({ entry, at: 10 + at })).toBe(true)
    const gates = await gatesOf(store.read, scope)
    expect([gates.get(kind)?.state, gates.get('')?.state]).toEqual(['closed', 'closed'])
    const closed = await closedClasses(store.read, scope)
    expect([isGateOpen(closed, kind), isGateOpen(closed, 'polar')]).toEqual([false, false])
    expect(await closedClasses(store.read, 'elsewhere' as ScopeId)).toEqual(new Set())
  })

  test('of own words, or of what was not served, moves no gate', async () => {
    for (const entry of ['e1', 'e2', 'e3', 'e4']) {
      await judge({ entry, preparedFor: asked })
      await judge({ entry: `live ${entry}`, served: false })
    }
    expect(await gatesOf(fixture.store.read, fixture.scope)).toEqual(new Map())
  })

  test('taken back and given again counts once', async () => {
    for (let at = 0; at < 9; at++) await judge({ same: at % 2 === 0, at })
    expect((await gatesOf(fixture.store.read, fixture.scope)).get('')).toMatchObject({ state: 'open', count: { hits: 1, wrong: 0 } })
  })

  test("a person's word takes the place of a check's", async () => {
    await judge({ source: 'shadow', same: true })
    await judge({ at: 11 })
    expect((await countLabels(fixture.store.read, fixture.scope)).shadow).toMatchObject({ same: 0, different: 0 })
    expect((await gatesOf(fixture.store.read, fixture.scope)).get('')).toMatchObject({ count: { hits: 1, wrong: 1 } })
  })

  test('made from what another process has overtaken is refused whole', async () => {
    const { store, scope } = fixture
    const another = await fixture.openAnother()
    const late = await recordJudgement(another.read, scope, judgement({ entry: 'e2' }), terms)
    await judge({ entry: 'e1' })
    expect(await another.write(late.statements, { expect: late.expect })).toMatchObject({ committed: false, reason: 'expectation' })
    expect((await countLabels(store.read, scope)).feedback.different).toBe(1)
  })

  test('of an ask that was forgotten meanwhile leaves nothing', async () => {
    expect(await judge({ ask: 'forgotten' })).toBe(false)
    expect((await countLabels(fixture.store.read, fixture.scope)).feedback.different).toBe(0)
  })
})
