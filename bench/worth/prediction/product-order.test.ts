import { expect, test } from 'vitest'
import { ensureScope } from '../../../src/corpus/scopes.ts'
import { countAskStatement } from '../../../src/ledger/ask-days.ts'
import { loadPredictionInputs } from '../../../src/predict/load-inputs.ts'
import { askedStatement, predictStatements, toQuestion } from '../../../src/predict/questions-table.ts'
import { loadYields } from '../../../src/predict/yields/load-yields.ts'
import { probabilityOf } from '../../../src/predict/yields/probability-of.ts'
import { learnYields } from '../../../src/sleep/learn-yields.ts'
import { predictAhead } from '../../../src/sleep/predict-ahead.ts'
import type { SleepContext } from '../../../src/sleep/sleep-context.ts'
import { SleepTally } from '../../../src/sleep/sleep-tally.ts'
import type { QuestionDraft } from '../../../src/spec/question.ts'
import { statement } from '../../../src/spec/store.ts'
import { createCorpusFixture } from '../../../src/testing/corpus-fixture.ts'
import { createHashingEmbedder } from '../../../src/testing/hashing-embedder.ts'
import { scriptedClock } from '../../../src/testing/scripted-clock.ts'
import { seededRandom } from '../../../src/testing/seeded-random.ts'
import { createProduct } from './product-order.ts'

const hour = 3_600_000

test('orders as the sleeps of a scope do that was asked the same', async () => {
  await using fixture = await createCorpusFixture()
  const clock = scriptedClock()
  const { store, scope } = fixture
  await ensureScope(store, clock, scope)
  const lease = await store.claimLease('sleep', 'test', 10_000 * hour)
  if (lease === null) throw new Error('no lease')
  const tally = new SleepTally(undefined, () => 0)
  const context = { store, scope, clock, lease, tally, embedder: createHashingEmbedder(), signal: undefined } as unknown as SleepContext
  const pool = ['How is it installed?', 'What is a job?', 'Who pays?'].map(
    (text, at): QuestionDraft => ({ text, origin: 'structure', probability: 0.5 - at / 10, region: 'a.md', about: { kind: 'unknown' } }),
  )
  await store.write(predictStatements(store.read, scope, pool, clock.now()))
  const product = createProduct({ similarity: () => null, add: async () => {} })
  const random = seededRandom(7)
  let asked = 0
  for (let sleep = 0; sleep < 6; sleep++) {
    for (let more = 0; more < 12; more++) {
      clock.advance(hour)
      const question = `Question ${Math.floor(8 * random.next() ** 2)} of them?`
      const row = { scope, ask: `ask${asked++}`, at: clock.now(), question, served: 'live', entry: null, prepared_by: null } as const
      const session = `session ${sleep} ${Math.floor(more / 6)}`
      await store.write([
        statement(store.read.insertInto('records').values({ ...row, session, answer: '{}', decision: '{}' })),
        askedStatement(store.read, scope, question, true, clock.now()),
        countAskStatement(store.read, scope, clock.now(), false),
      ])
    }
    clock.advance(hour / 6)
    const inputs = await loadPredictionInputs({ store, scope, now: clock.now(), embedder: null })
    const { ours } = await product.predict(inputs)
    await learnYields(context)
    await predictAhead(context, { commits: [], hasChangeDocuments: false })
    const yields = await loadYields(store.read, scope, clock.now())
    const rows = await store.read.selectFrom('questions').selectAll().where('scope', '=', scope).execute()
    const theirs = rows
      .map(toQuestion)
      .map((question) => ({ ...question, chance: probabilityOf(question, yields) }))
      .sort((a, b) => b.chance - a.chance || b.missed - a.missed || b.probability - a.probability || (a.id < b.id ? -1 : 1))
    expect(ours).toEqual(theirs.map(({ text }) => text))
  }
})
