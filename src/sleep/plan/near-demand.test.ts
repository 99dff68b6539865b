import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import { defaultPolicy, policyDigest } from '../../spec/policy.ts'
import { statement } from '../../spec/store.ts'
import { createPlannedScope, type PlannedScope } from '../../testing/planned-scope.ts'
import { embedOwed } from '../embed-owed.ts'
import { askedLately, recurringAmong, recurringBeyondChance } from './asked-lately.ts'
import { type AskedQuestion, nearDemand } from './near-demand.ts'
import { prepareAtLevel } from './prepare-at-level.ts'
import { loadServingChance } from './serving-chance.ts'

let planned: PlannedScope
beforeEach(async () => {
  planned = await createPlannedScope()
})
afterEach(() => planned[Symbol.asyncDispose]())

const day = 86_400_000
let number = 0
const start = 100 * day

async function asked(
  question: string,
  { served = 'live', at = start + number, nearest = null as number | null, reason = 'below-bar' } = {},
) {
  const { store, scope } = planned.corpus
  const decision = JSON.stringify({ reason, considered: nearest === null ? [] : [{ similarity: nearest }] })
  const row = { scope, ask: `ask${number++}`, at, question, served, entry: null, prepared_by: null, session: null, answer: '{}', decision }
  await store.write([statement(store.read.insertInto('records').values(row as never))])
  await embedOwed(planned.sleeping, [{ digest: keyVectorDigest(question), text: question }], 'questions')
}

const lately = () => askedLately(planned.corpus.store, planned.corpus.scope, { since: 0, embedder: planned.embedder.name })
const steep = (cosine: number) => (cosine >= 0.5 ? 1 : 0)

async function demand(questions: readonly (Partial<AskedQuestion> & { readonly text: string })[], now = start + 4 * day) {
  const all = questions.map((one, at) => ({ id: `q${at}`, times: 1, isDrafted: false, leastAsks: 0.5, ...one }))
  const { store, scope } = planned.corpus
  const { asks, days } = await nearDemand(store, scope, {
    asked: all,
    asks: await lately(),
    embedder: planned.embedder.name,
    chance: steep,
    now,
    policy: policyDigest(defaultPolicy),
  })
  return { asks: [...asks.values()], days }
}

describe('asks that came again', () => {
  it('are those in earlier words, all but in them, or served; the first of them are not', async () => {
    await asked('How is the lantern lit?')
    await asked('Where do the boats go?')
    await asked('how is the lantern lit')
    await asked('How is the lantern lit lit?')
    await asked('What do wasps eat?', { served: 'hit' })
    expect(recurringAmong(await lately())).toBe(3)
    expect(recurringBeyondChance(await lately())).toBeCloseTo(2.5, 9)
  })

  it('are none where everything differs, or no words are kept', async () => {
    for (const question of ['How is the lantern lit?', 'Where do the boats go?', '', '']) await asked(question)
    expect(recurringAmong(await lately())).toBe(0)
    expect(recurringBeyondChance(await lately())).toBe(0)
  })
})

describe('nearDemand', () => {
  it('counts who asks in other words, and of many wordings of one need takes the one that serves most', async () => {
    const wordings = ['How is the lantern lit?', 'How is the lantern lit, then?', 'How is the lantern lit lit?']
    const texts = [...wordings, 'Where do the boats go?']
    for (const text of texts) await asked(text)
    const { asks, days } = await demand(texts.map((text) => ({ text, isDrafted: true })))
    expect(asks).toHaveLength(4)
    expect(asks.filter((gain) => gain > 0)).toEqual([2])
    expect(asks[3]).toBe(0)
    expect(days).toBeCloseTo(4, 1)
  })

  it('counts its own words, but for the first, where nothing serves them any more', async () => {
    for (let nth = 0; nth < 3; nth++) await asked('Where do the boats go?')
    expect((await demand([{ text: 'Where do the boats go?' }])).asks).toEqual([2])
    expect((await demand([{ text: 'Where do the boats go?', isDrafted: true, leastAsks: 0.9 }])).asks).toEqual([1])
    expect((await demand([{ text: 'Where do the boats go?', isDrafted: true, leastAsks: 1.1 }])).asks).toEqual([0])
  })

  it('leaves what costs more than it brings, and knows nothing of what has no vector', async () => {
    await asked('How is the lantern lit?')
    await asked('How is the old lantern lit?')
    const text = 'How is the lantern lit?'
    expect((await demand([{ text, isDrafted: true, leastAsks: 1.5 }])).asks).toEqual([0])
    expect((await demand([{ text: 'Never embedded?' }])).asks).toEqual([])
  })

  it('counts nobody whom a verified answer serves', async () => {
    await planned.write({ 'guide.md': '# Lantern\n\nThe lantern is lit with a match.\n' })
    await asked('How is the lantern lit?')
    await asked('How is the old lantern lit?')
    const wanted = [{ text: 'How is the old lantern lit?', isDrafted: true }]
    expect((await demand(wanted)).asks).toEqual([1])
    await planned.predict(['How is the lantern lit?'])
    const [question] = await planned.owed()
    if (question === undefined) throw new Error('it is owed')
    await prepareAtLevel(planned.sleeping, [{ question, level: 3 }], 1)
    expect((await demand(wanted)).asks).toEqual([0])
  })
})

describe('the chance that an ask is served', () => {
  it('rises with likeness, and is what was seen once enough was', async () => {
    const { store, scope } = planned.corpus
    const before = await loadServingChance(store.read, scope)
    expect([0.4, 0.55, 0.65, 0.75, 0.85, 0.95].map(before)).toEqual([0, 0.03, 0.1, 0.25, 0.5, 0.75])
    for (let nth = 0; nth < 30; nth++) await asked(`a ${nth}`, { nearest: 0.95, served: nth < 3 ? 'hit' : 'live' })
    for (let nth = 0; nth < 30; nth++) await asked(`b ${nth}`, { nearest: 0.95, served: 'hit', reason: 'exact' })
    const learned = await loadServingChance(store.read, scope)
    expect(learned(0.95)).toBeCloseTo((3 + 7.5) / 40, 9)
    expect(learned(0.85)).toBe(0.5)
  })
})
