import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openSqliteStore } from '../../adapters/store/sqlite/open-sqlite-store.ts'
import { ensureScope } from '../../corpus/scopes.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import { scriptedBatches } from '../../testing/scripted-batches.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import { scriptedTimer } from '../../testing/scripted-timer.ts'
import { seededRandom } from '../../testing/seeded-random.ts'
import { openLedger } from '../open-ledger.ts'
import { createBatchChannel } from './batch-channel.ts'

const scope = 'default' as ScopeId
const texts = ['one', 'two', 'three', 'four', 'five']
const call = (text: string) => ({ prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }] })
const context = { scope, cause: 'run', side: 'sleep', purpose: 'distil' } as const

/** Sleeps night after night, killed after so many steps of the nights named; what is done when it is dead is not done. */
async function nights(kills: readonly number[], mostCalls: number) {
  const clock = scriptedClock()
  const store = await openSqliteStore({ path: ':memory:', clock })
  await ensureScope(store, clock, scope)
  let left = Number.POSITIVE_INFINITY
  const step = (): void => {
    left -= 1
    if (left < 0) throw new Error('killed')
  }
  const provider = scriptedBatches(step, mostCalls)
  const mortal: Store = {
    ...store,
    read: store.read,
    write: async (statements, options) => {
      step()
      const outcome = await store.write(statements, options)
      step()
      return outcome
    },
  }
  const random = seededRandom()
  const ledger = openLedger({ store: mortal, clock, random })
  const reserve = () => ledger.reserve({ context, model: 'x/y', channel: 'batch', tokens: 100, micros: 100 }, [])
  let answers: string[] = []
  let died = 0
  for (let night = 0; night < kills.length + 4 && answers.length < texts.length; night += 1) {
    left = kills[night] ?? Number.POSITIVE_INFINITY
    answers = []
    const price = { input: 1, output: 1 }
    const channel = createBatchChannel({
      store: mortal,
      scope,
      model: 'x/y',
      price,
      provider: async () => provider,
      clock,
      random,
      timer: scriptedTimer(),
    })
    try {
      await channel.collect()
      const tried = await Promise.allSettled(texts.map((text) => channel.generate(call(text), reserve)))
      const asked = tried.map((one) => {
        if (one.status === 'rejected') throw one.reason
        return one.value
      })
      answers = asked.flatMap((one) =>
        one.kind === 'answered' && one.result.content[0]?.type === 'text' ? [one.result.content[0].text] : [],
      )
      await channel.submit({ isWhole: true })
    } catch {
      died += 1
    }
    provider.finish()
    clock.advance(3_600_000)
  }
  const ledgerRows = await store.read.selectFrom('ledger').select(['state', 'micros']).execute()
  const states = (await store.read.selectFrom('batch_calls').select('state').execute()).map(({ state }) => state)
  await store.close()
  return { answers, sent: provider.sent.flat(), ledgerRows, states, died }
}

it('sends no call twice and loses none, wherever it is killed', async () => {
  const kill = fc.integer({ min: 0, max: 60 })
  await fc.assert(
    fc.asyncProperty(fc.array(kill, { maxLength: 4 }), fc.constantFrom(2, 100), async (kills, mostCalls) => {
      const { answers, sent, ledgerRows, states } = await nights(kills, mostCalls)
      expect(answers).toEqual(texts.map((text) => `answer to ${text}`))
      expect([...sent].sort()).toEqual([...texts].sort())
      expect(ledgerRows.filter(({ state }) => state === 'settled').map(({ micros }) => micros)).toEqual(Array(texts.length).fill(27))
      // One that was reserved when it was killed, and not yet kept, goes on counting in full.
      expect(ledgerRows.filter(({ state }) => state === 'reserved').length).toBeLessThanOrEqual(kills.length)
      expect(states.every((state) => state === 'used')).toBe(true)
    }),
    { numRuns: 60 },
  )
}, 60_000)

it('is killed at every step of the first two nights in turn', async () => {
  let died = 0
  for (let steps = 0; steps < 48; steps += 1) {
    const first = await nights([steps], 100)
    const second = await nights([Number.POSITIVE_INFINITY, steps], 100)
    for (const { answers, sent } of [first, second]) expect([answers.length, sent.length]).toEqual([texts.length, texts.length])
    died += first.died + second.died
  }
  expect(died).toBeGreaterThan(20)
}, 60_000)

it('fills batches up to what the provider takes', async () => {
  const { sent, answers } = await nights([], 2)
  expect([sent.length, answers.length]).toEqual([5, 5])
})
