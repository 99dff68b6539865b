import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureScope } from '../corpus/scopes.ts'
import { dayMs } from '../predict/predictors/time-spans.ts'
import { loadCalibration } from '../predict/yields/calibration.ts'
import { loadYields } from '../predict/yields/load-yields.ts'
import { predictorReturns } from '../predict/yields/predictor-returns.ts'
import { probabilityOf } from '../predict/yields/probability-of.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { Prediction, PredictionArm } from '../spec/predictor.ts'
import type { Lease } from '../spec/store.ts'
import { statement } from '../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { type ScriptedClock, scriptedClock } from '../testing/scripted-clock.ts'
import { learnYields } from './learn-yields.ts'
import { notePredictions } from './note-predictions.ts'

let fixture: CorpusFixture
let clock: ScriptedClock
let lease: Lease
const embedder = createHashingEmbedder()
const weekMs = 7 * dayMs

beforeEach(async () => {
  fixture = await createCorpusFixture()
  clock = scriptedClock()
  await ensureScope(fixture.store, clock, fixture.scope)
  const claimed = await fixture.store.claimLease('sleep', 'test', 1_000 * dayMs)
  if (claimed === null) throw new Error('no lease')
  lease = claimed
})
afterEach(() => fixture[Symbol.asyncDispose]())

const context = (now: ScriptedClock = clock) => ({
  store: fixture.store,
  scope: fixture.scope,
  lease,
  clock: now,
  embedder,
  signal: undefined,
})

function predicted(text: string, region = 'a.md'): Prediction {
  return { text, origin: 'recurrence', probability: 0.4, region, about: { kind: 'unknown' }, expiresAt: clock.now() + weekMs }
}

const note = (arms: Partial<Record<PredictionArm, readonly string[]>>) =>
  notePredictions(
    context(),
    Object.entries(arms).map(([arm, texts]) => ({ arm: arm as PredictionArm, predictions: texts.map((text) => predicted(text)) })),
  )

let asks = 0
async function ask(question: string, entry: string | null = null): Promise<void> {
  clock.advance(1_000)
  asks += 1
  const row = { ask: `ask${asks}`, at: clock.now(), question, served: entry === null ? ('live' as const) : ('hit' as const), entry }
  const { store, scope } = fixture
  await store.write([
    statement(store.read.insertInto('records').values({ scope, ...row, prepared_by: null, session: null, answer: '{}', decision: '{}' })),
  ])
}

async function countsOf(arm: PredictionArm, region = '') {
  const yields = await loadYields(fixture.store.read, fixture.scope, clock.now())
  const known = yields.arms.get(arm)
  return region === '' ? known?.overall : known?.regions.get(region)
}

const rowsOf = (arm: PredictionArm) =>
  fixture.store.read.selectFrom('predictions').selectAll().where('arm', '=', arm).orderBy('text').execute()

describe('learning from what was asked', () => {
  test('credits every arm that predicted it, by its words, once, and counts repeats', async () => {
    await note({ recurrence: ['How is it installed?', 'Why is it slow?'], recency: ['how is it installed'], blind: ['Who wrote it?'] })
    await ask('how is it INSTALLED')
    await ask('How is it installed?')
    expect(await learnYields(context())).toEqual({ asks: 2, credited: 2, expired: 0 })
    expect(await countsOf('recurrence')).toEqual({ trials: 1, credits: 1 })
    expect(await countsOf('recurrence', 'a.md')).toEqual({ trials: 1, credits: 1 })
    expect(await countsOf('recency')).toEqual({ trials: 1, credits: 1 })
    expect(await countsOf('blind')).toEqual({ trials: 0, credits: 0 })
    expect((await rowsOf('recurrence'))[0]).toMatchObject({ asks: 2, asked_at: clock.now() - 1_000 })
  })

  test('credits what was served from it, also where the words asked are not kept', async () => {
    const { store, scope } = fixture
    await note({ misses: ['How is it installed?'] })
    const row = {
      scope,
      entry: 'e1',
      policy: 'p',
      conversation: '',
      question: questionDigest('How is it installed?'),
      question_text: 'x',
      alike: '',
    }
    const more = {
      kind: 'answer',
      status: 'verified',
      state: 'fresh',
      shape: 'prose',
      body: '{}',
      effort: '',
      verdict: '',
      region: '',
    } as const
    const rest = {
      prepared_by: 'sleep',
      prompt_tokens: 0,
      spend: '{}',
      model: null,
      recipe: '',
      made_at: 0,
      served_count: 0,
      last_served_at: null,
    } as const
    await store.write([
      statement(store.read.insertInto('entries').values({ ...row, ...more, ...rest, doubted: 0, soft_since: null, revision: 0 })),
    ])
    await ask('#asked:abc', 'e1')
    await ask('', 'e1')
    await ask('#asked:other')
    await learnYields(context())
    expect(await countsOf('misses')).toEqual({ trials: 1, credits: 1 })
    expect((await rowsOf('misses'))[0]?.asks).toBe(2)
  })

  test('credits what it would have matched by stored vectors, and nothing that is less alike', async () => {
    const { store, scope } = fixture
    const texts = ['How do I install the server on Linux today?', 'how do I install the server on Linux', 'Who pays for lunch?']
    await note({ transitions: [texts[0] ?? '', texts[2] ?? ''] })
    const rows = await Promise.all(
      texts.map(async (text) => {
        const vector = await embedder.embedQuestion(text)
        return { scope, embedder: embedder.name, digest: keyVectorDigest(text), vector: new Uint8Array(vector.buffer), revision: 0 }
      }),
    )
    await store.write([statement(store.read.insertInto('vectors').values(rows))])
    await ask(texts[1] ?? '')
    await learnYields(context())
    expect(await countsOf('transitions')).toEqual({ trials: 1, credits: 1 })
    expect((await rowsOf('transitions')).map((one) => one.asks)).toEqual([1, 0])
  })

  test('credits of each arm only the nearest, so that ten wordings of one question earn no more than one', async () => {
    const { store, scope } = fixture
    const texts = [
      'How do I install the server on Linux today?',
      'How do I install the server on Linux now?',
      'how do I install the server on Linux',
    ]
    await note({ recency: texts.slice(0, 2), recurrence: [texts[1] ?? ''] })
    const rows = await Promise.all(
      texts.map(async (text) => {
        const vector = await embedder.embedQuestion(text)
        return { scope, embedder: embedder.name, digest: keyVectorDigest(text), vector: new Uint8Array(vector.buffer), revision: 0 }
      }),
    )
    await store.write([statement(store.read.insertInto('vectors').values(rows))])
    await ask(texts[2] ?? '')
    expect(await learnYields(context())).toMatchObject({ credited: 2 })
    expect(await countsOf('recency')).toEqual({ trials: 1, credits: 1 })
    expect(await countsOf('recurrence')).toEqual({ trials: 1, credits: 1 })
  })

  test('calibrates whose predictions are met: once a generation, each ask for whoever called it likeliest', async () => {
    const { store, scope } = fixture
    const at = (probability: number, texts: readonly string[]) => texts.map((text) => ({ ...predicted(text), probability }))
    await notePredictions(context(), [
      { arm: 'conversation', predictions: at(0.6, ['one?', 'two?']) },
      { arm: 'recurrence', predictions: at(0.5, ['one?', 'three?', 'four?', 'five?', 'six?']) },
    ])
    await ask('one?')
    await ask('two?')
    await learnYields(context(), { most: 1 })
    await learnYields(context())
    const calibration = await loadCalibration(store.read, scope)
    expect(calibration.arms.conversation).toEqual({ promised: 1.2, met: 2 })
    expect(calibration.arms.recurrence).toEqual({ promised: 2.5, met: 0 })
    const yields = await loadYields(store.read, scope, clock.now())
    const chance = (text: string) => probabilityOf({ id: questionDigest(text), origins: ['asked'], region: '', probability: 0.9 }, yields)
    expect(chance('two?')).toBeGreaterThan(chance('three?'))
    expect(chance('nobody predicts this?')).toBeLessThanOrEqual(chance('three?'))
  })

  test('settles what ran out unasked, not what was asked before it was predicted or after it ran out', async () => {
    await ask('Why is it slow?')
    clock.advance(1)
    await note({ recurrence: ['Why is it slow?', 'How is it installed?'] })
    clock.advance(weekMs + 1)
    await ask('How is it installed?')
    expect(await learnYields(context())).toEqual({ asks: 1, credited: 0, expired: 2 })
    expect(await countsOf('recurrence')).toEqual({ trials: 2, credits: 0 })
    expect(await rowsOf('recurrence')).toEqual([])
  })

  test('writes nothing where nothing is new', async () => {
    await ask('Why?')
    const before = await fixture.store.changeToken()
    await learnYields(context())
    expect(await fixture.store.changeToken()).toBe(before)
    await note({ recurrence: ['Why is it slow?'] })
    await ask('Why is it slow?')
    await learnYields(context())
    const after = await fixture.store.changeToken()
    expect(await learnYields(context())).toEqual({ asks: 0, credited: 0, expired: 0 })
    expect(await fixture.store.changeToken()).toBe(after)
  })

  test('goes on where it stopped and counts nothing twice', async () => {
    await note({ recurrence: ['one?', 'two?', 'three?'] })
    for (const text of ['one?', 'two?', 'one?', 'three?']) await ask(text)
    expect(await learnYields(context(), { most: 2 })).toMatchObject({ asks: 2, credited: 2 })
    expect(await learnYields(context(), { most: 10 })).toMatchObject({ asks: 2, credited: 1 })
    expect(await countsOf('recurrence')).toEqual({ trials: 3, credits: 3 })
    expect((await rowsOf('recurrence')).map((one) => one.asks)).toEqual([2, 1, 1])
  })

  test('survives a clock that was set back', async () => {
    await note({ recurrence: ['one?', 'two?'] })
    await ask('one?')
    await learnYields(context())
    const back = scriptedClock(clock.now() - 400 * dayMs)
    await learnYields(context(back))
    const { store, scope } = fixture
    back.advance(1_000)
    await store.write([
      statement(
        store.read.insertInto('records').values({
          ...{ scope, ask: 'later', at: back.now(), question: 'two?', served: 'live', entry: null },
          ...{ prepared_by: null, session: null, answer: '{}', decision: '{}' },
        }),
      ),
    ])
    expect(await learnYields(context(back))).toMatchObject({ credited: 1 })
    const yields = await loadYields(store.read, scope, back.now())
    expect(yields.arms.get('recurrence')?.overall).toEqual({ trials: 2, credits: 2 })
    back.advance(weekMs + 1)
    expect(await learnYields(context(back))).toMatchObject({ expired: 0 })
    expect(await rowsOf('recurrence')).toEqual([])
  })
})

describe('noting predictions', () => {
  test('keeps what is still expected with its time, and counts what is withdrawn by the time it had', async () => {
    expect(await note({ recurrence: ['one?', 'two?'] })).toEqual({ made: 2, kept: 0, withdrawn: 0 })
    const [first] = await rowsOf('recurrence')
    clock.advance(weekMs / 4)
    expect(await note({ recurrence: ['one?', 'three?'] })).toEqual({ made: 1, kept: 1, withdrawn: 1 })
    const rows = await rowsOf('recurrence')
    expect(rows.map(({ text }) => text)).toEqual(['one?', 'three?'])
    expect(rows[0]?.expires_at).toBe(first?.expires_at)
    expect((await countsOf('recurrence'))?.trials).toBeCloseTo(0.25, 6)
  })

  test('tells how likely what stays is thought now', async () => {
    await note({ recurrence: ['one?'] })
    await notePredictions(context(), [{ arm: 'recurrence', predictions: [{ ...predicted('one?'), probability: 0.9 }] }])
    expect((await rowsOf('recurrence'))[0]?.probability).toBe(0.9)
    expect((await countsOf('recurrence'))?.trials ?? 0).toBe(0)
  })

  test('makes a new prediction of what was asked and is expected again', async () => {
    await note({ recurrence: ['one?'] })
    await ask('one?')
    await learnYields(context())
    clock.advance(1)
    expect(await note({ recurrence: ['one?'] })).toEqual({ made: 1, kept: 0, withdrawn: 0 })
    await ask('one?')
    await learnYields(context())
    expect((await countsOf('recurrence'))?.trials).toBeCloseTo(2, 6)
  })

  test('writes nothing where it is the same, is bounded, and cuts the controls to what the predictors have', async () => {
    const many = Array.from({ length: 1_200 }, (_, at) => `question ${at}?`)
    await note({ structure: many, recency: many })
    expect(await rowsOf('structure')).toHaveLength(1_000)
    expect(await rowsOf('recency')).toHaveLength(1_000)
    const some = { structure: many.slice(0, 300), misses: ['x?'], blind: many }
    await note(some)
    expect(await rowsOf('blind')).toHaveLength(300)
    const before = await fixture.store.changeToken()
    await note(some)
    expect(await fixture.store.changeToken()).toBe(before)
  })
})

test('the returns name what each predictor spent, saved and is given, what several proposed split', async () => {
  const { store, scope } = fixture
  await note({ recurrence: ['one?'], misses: ['two?'], recency: ['one?'] })
  await ask('one?')
  await learnYields(context())
  const day = '2026-01-01'
  const spent = { scope, at: clock.now(), day, cause: 'r', side: 'sleep', purpose: 'pre-answer', model: 'm', state: 'settled' } as const
  const tokens = { reserved_tokens: 0, reserved_micros: 0, cached_tokens: 0, region: '' }
  const saved = { scope, at: clock.now(), day, served: 'hit', entry: 'e', question: 'q', region: '', ms: 1 } as const
  await store.write([
    statement(
      store.read.insertInto('ledger').values([
        { id: '1', ...spent, ...tokens, predictor: 'recurrence+misses', input_tokens: 80, output_tokens: 20, micros: 1_000 },
        { id: '2', ...spent, ...tokens, predictor: 'misses', input_tokens: 10, output_tokens: 0, micros: null },
      ]),
    ),
    statement(store.read.insertInto('savings').values({ ask: 'a', ...saved, predictors: '["recurrence"]', tokens: 500, micros: 9_000 })),
  ])
  const rows = await predictorReturns(store, scope, { now: clock.now() })
  expect(rows.map(({ predictor }) => predictor)).toEqual(['recurrence', 'misses'])
  expect(rows[0]).toMatchObject({
    predicted: 1,
    asked: 1,
    spent: { tokens: 50, usd: 0.0005 },
    saved: { tokens: 500, usd: 0.009 },
    net: { tokens: 450, usd: 0.0085 },
    against: { blind: null },
    unpriced: 0,
  })
  expect(rows[0]?.yield.lower).toBeLessThan(rows[0]?.yield.mean ?? 0)
  expect(rows[1]).toMatchObject({ spent: { tokens: 60, usd: 0.0005 }, unpriced: 1 })
  expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6)
  expect(await predictorReturns(store, scope, { now: clock.now() })).toEqual(rows)
})
