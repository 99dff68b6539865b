import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openModel } from '../adapters/models/open-model.ts'
import { openPostgresStore } from '../adapters/store/postgres/open-postgres-store.ts'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { withdrawEffortStatements } from '../sleep/effort-withdraw.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import type { Store } from '../spec/store.ts'
import { handbookModel, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { startOpenAiBatchServer } from '../testing/openai-batch-server.ts'
import { type ScriptedClock, scriptedClock } from '../testing/scripted-clock.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { testPostgres } from '../testing/test-postgres.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions, SleepReceipt } from './reverie.ts'

const postgres = await testPostgres()
const dayMs = 86_400_000

const page = `# Discounts

The largest discount of the lantern shop is 15 percent.

# Opening

The lantern shop opens at 9 in the morning. On Fridays the lantern shop closes at 16 in the afternoon.

# Returns

A broken lantern can be returned within 30 days.
`
const asked = [
  'What is the largest discount of the lantern shop?',
  'When does the lantern shop open?',
  'Which lamps are blue?',
  'How long can a broken lantern be returned?',
]

let base: string
let clocks: readonly [ScriptedClock, ScriptedClock]
let pair: readonly [Reverie, Reverie]
let stores: readonly [Store, Store]
let databases: readonly [string, string]

function open(index: 0 | 1, options: ReverieOptions = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  return openReverie({
    folder: base,
    database: databases[index],
    clock: clocks[index],
    random: seededRandom(7),
    embedder: { name, model, dimensions },
    model: {
      name: 'scripted/one',
      model: createScriptedModel((given) => ({ text: handbookModel(modelCall(given)) })),
      price: { input: 1, output: 4 },
    },
    caps: { sleep: { day: { usd: 2 }, month: { usd: 20 } }, everywhere: { month: { tokens: 5_000_000 } } },
    retention: { records: { count: 8 }, keys: { days: 40 } },
    ...options,
  })
}

const both = <Result>(work: (reverie: Reverie) => Promise<Result>) => Promise.all(pair.map(work))

/** Does the same in both, and expects the same of what is picked. */
async function alike<Result>(work: (reverie: Reverie) => Promise<Result>, pick: (result: Result) => unknown): Promise<Result> {
  const [one, other] = await both(work)
  if (one === undefined || other === undefined) throw new Error('there are two')
  expect(rounded(pick(other))).toEqual(rounded(pick(one)))
  return other
}

/** Sums of shares differ in their last digit by the order that rows come in. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12))
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rounded(one)]))
}

/** What a sleep did, but for keys in other words: which of them stay depends on which is judged first. */
function toldOf({
  produced: { keys: _, vectors: __, ...produced },
  skipped,
  failed,
  spend,
}: Pick<SleepReceipt, 'produced' | 'skipped' | 'failed' | 'spend'>) {
  return { produced, skipped: skipped.filter(({ reason }) => !/\bkeys?\b/.test(reason)), failed, spend }
}

/** The rows of a query, alike in both databases once numbers that PostgreSQL gives as text are numbers. */
async function sameRows(query: (db: Kysely<Schema>) => { execute(): Promise<readonly object[]> }): Promise<readonly object[]> {
  const [one, other] = await Promise.all(stores.map((store) => query(store.read).execute()))
  expect(other).toEqual(one)
  return one ?? []
}

const advance = (ms: number) => {
  for (const clock of clocks) clock.advance(ms)
}

describe.skipIf(postgres.missing !== null)(`what sleeping is worth, over ${postgres.title}`, () => {
  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'reverie-pg-worth-'))
    writeFileSync(join(base, 'shop.md'), page)
    clocks = [scriptedClock(), scriptedClock()]
    databases = [join(base, '.reverie', 'file.db'), await postgres.nameSchema()]
    pair = [await open(0), await open(1)]
    stores = [
      await openSqliteStore({ path: databases[0], clock: clocks[0] }),
      await openPostgresStore({ connection: databases[1], clock: clocks[1] }),
    ]
  })
  afterAll(async () => {
    await both((reverie) => reverie.close())
    for (const store of stores) await store.close()
    rmSync(base, { recursive: true, force: true })
  })

  it('plans, spends, predicts and keeps the same', { timeout: 60_000 }, async () => {
    await both((reverie) => reverie.sync())
    for (const question of asked) {
      advance(60_000)
      await alike(
        (reverie) => reverie.ask({ question }),
        ({ text, served }) => ({ text, served }),
      )
      await both((reverie) => reverie.status())
    }
    await alike(
      (reverie) => reverie.plan(),
      (plan) => plan,
    )
    const receipt = await alike(
      (reverie) => reverie.sleep(),
      ({ produced, skipped, failed, spend, stoppedBy, servable, plan }) => ({
        produced,
        skipped,
        failed,
        spend,
        stoppedBy,
        servable,
        plan,
      }),
    )
    expect(receipt).toMatchObject({ failed: [], stoppedBy: 'done' })
    expect(receipt.spend.usd).toBeGreaterThan(0)
    expect(receipt.servable).toBeGreaterThan(2)
    const predicted = await sameRows((db) =>
      db.selectFrom('predictions').select(['arm', 'question', 'probability', 'asks']).orderBy('arm').orderBy('question'),
    )
    expect(predicted.length).toBeGreaterThan(3)
  })

  it('counts what is saved and learns from it alike', { timeout: 60_000 }, async () => {
    for (let day = 1; day <= 2; day += 1) {
      advance(dayMs)
      for (const question of asked) {
        advance(60_000)
        await alike(
          (reverie) => reverie.ask({ question }),
          ({ text, served }) => ({ text, served }),
        )
        await both((reverie) => reverie.status())
      }
      await alike(
        (reverie) => reverie.sleep(),
        ({ idle, ...receipt }) => ({ ...toldOf(receipt), idle }),
      )
    }
    const savings = await sameRows((db) =>
      db.selectFrom('savings').select(['day', 'served', 'predictors', 'region', 'tokens', 'micros']).orderBy('at'),
    )
    expect(savings.length).toBeGreaterThan(5)
    const yields = await sameRows((db) =>
      db.selectFrom('yields').select(['predictor', 'region', 'trials', 'credits']).orderBy('predictor').orderBy('region'),
    )
    expect(yields.length).toBeGreaterThan(0)
    expect(await sameRows((db) => db.selectFrom('ask_days').select(['day', 'asks', 'hits']).orderBy('day'))).toHaveLength(3)
    const { economy } = await alike(
      (reverie) => reverie.status(),
      (status) => status.economy,
    )
    expect(economy?.ever).toMatchObject({ asks: 12, hits: savings.length })
    await alike(
      (reverie) => reverie.ledger(),
      ({ spent, saved }) => ({ spent, saved }),
    )
    await alike(
      (reverie) => reverie.gaps(),
      (gaps) => JSON.stringify(gaps).includes('blue'),
    )
    expect(await sameRows((db) => db.selectFrom('records').select(['question', 'served']).orderBy('at').orderBy('question'))).toHaveLength(
      8,
    )
  })

  it('lets a person approve, edit and review', async () => {
    const [question = '', other = ''] = asked
    await alike(
      (reverie) => reverie.questions.approve(question),
      ({ kind, answer, approvedAt }) => ({ kind, answer, approvedAt }),
    )
    await alike(
      (reverie) => reverie.questions.edit(other, { text: 'At nine, knock twice.', cite: ['shop.md:7'] }),
      ({ kind, answer, citations }) => ({ kind, answer, citations: citations.length }),
    )
    writeFileSync(join(base, 'shop.md'), page.replace('at 9', 'at 10'))
    await both((reverie) => reverie.sync())
    const review = await alike(
      (reverie) => reverie.questions.review(),
      (list) => list.map(({ text, why }) => ({ text, why })),
    )
    expect(review).toMatchObject([{ text: other, why: 'changed' }])
    expect((await both((reverie) => reverie.ask({ question }))).map(({ approvedAt }) => approvedAt)).toEqual([
      expect.any(Number),
      expect.any(Number),
    ])
  })

  it('drops alike what ran out', async () => {
    advance(200 * dayMs)
    await alike((reverie) => reverie.sleep(), toldOf)
    await sameRows((db) => db.selectFrom('predictions').select(['arm', 'question']).orderBy('arm').orderBy('question'))
    await sameRows((db) => db.selectFrom('keys').select('text').where('kind', '=', 'question').orderBy('text'))
    await alike(
      (reverie) => reverie.status(),
      (status) => status.economy?.wasted,
    )
  })

  it('takes away alike the words asked where only their hash is to be kept', async () => {
    await both((reverie) => reverie.ask({ question: 'Who sweeps the floor of the lantern shop?' }))
    await both((reverie) => reverie.close())
    pair = [await open(0, { askedText: 'hashed' }), await open(1, { askedText: 'hashed' })]
    await alike((reverie) => reverie.sleep(), toldOf)
    const kept = await sameRows((db) =>
      db.selectFrom('records').select('served').where('question', 'like', '#asked:%').orderBy('at').orderBy('served'),
    )
    expect(kept.length).toBeGreaterThan(3)
    expect(await sameRows((db) => db.selectFrom('records').select('served').where('question', 'not like', '#asked:%'))).toEqual([])
    await sameRows((db) => db.selectFrom('questions').select('text').orderBy('text'))
  })

  it('takes back alike what was made in a way that turned out worse', async () => {
    const made = (db: Kysely<Schema>) =>
      db.selectFrom('entries').select(['recipe', 'model', 'effort', 'state']).where('prepared_by', '=', 'sleep')
    const [one] = await made(stores[0].read).where('model', 'is not', null).where('state', 'in', ['fresh', 'suspect']).execute()
    if (one?.model === null || one === undefined) throw new Error('nothing was made by the model')
    const way = { ...one, model: one.model }
    for (const store of stores) await store.write(withdrawEffortStatements({ store, scope: 'default' as ScopeId }, way))
    const left = await sameRows((db) => made(db).where('effort', '=', way.effort).orderBy('state').orderBy('entry'))
    expect(left.some((row) => 'state' in row && row.state === 'fresh')).toBe(false)
  })
})

describe.skipIf(postgres.missing !== null)(`calls sent together, over ${postgres.title}`, () => {
  it('are remembered between sleeps, and their answers served', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reverie-pg-batch-'))
    const clock = scriptedClock()
    const server = await startOpenAiBatchServer(handbookModel, () => clock.now() / 1000)
    try {
      writeFileSync(join(folder, 'shop.md'), page)
      const price = { input: 1, output: 2, batchFactor: 0.5 }
      const model = await openModel('openai/gpt-5-mini', { baseUrl: server.baseUrl, apiKey: 'key', env: {}, priceOf: () => price })
      const { name, model: embedding, dimensions } = createHashingEmbedder()
      await using reverie = await openReverie({
        ...{ folder, clock, database: await postgres.nameSchema(), channel: 'batch', budget: { usd: 5 } },
        embedder: { name, model: embedding, dimensions },
        model: { ...model, retry: { firstWaitMs: 1 } },
      })
      let last = await reverie.sleep()
      expect(last.batch?.waiting).toBeGreaterThan(0)
      for (let night = 0; night < 12 && (last.batch?.waiting ?? 0) > 0; night += 1) {
        for (const batch of server.batches) if (batch.status === 'validating') server.finish({}, batch)
        clock.advance(8 * 3_600_000)
        last = await reverie.sleep()
      }
      expect(last).toMatchObject({ failed: [], batch: { waiting: 0, sent: 0, problems: [] } })
      expect(server.direct).toEqual([])
      const question = 'Which rule says that The largest discount of the lantern shop is 15 percent?'
      expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    } finally {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})
