import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { SpendContext } from '../spec/ledger.ts'
import type { Store } from '../spec/store.ts'
import { runCapSchedule, scheduledSettings } from '../testing/cap-schedules.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { spentInWindow } from './ledger-table.ts'
import { type Ledger, openLedger } from './open-ledger.ts'
import type { SpendCap } from './spend-cap.ts'

const context: SpendContext = { scope: 'default' as ScopeId, cause: 'run', side: 'sleep', purpose: 'distil' }
const cap: SpendCap = { tokens: 1000, usd: 0.002, per: 'day' }

/** One call: its worst case, the share of it that is used, and how it ends; a crash leaves the reservation. */
const calls = fc.array(
  fc.record({
    tokens: fc.integer({ min: 1, max: 400 }),
    micros: fc.option(fc.integer({ min: 0, max: 900 })),
    used: fc.double({ min: 0, max: 1, noNaN: true }),
    end: fc.constantFrom('settled', 'settled', 'failed', 'released', 'crashed'),
    run: fc.constantFrom('run 1', 'run 2'),
    ledger: fc.nat({ max: 1 }),
  }),
  { minLength: 1, maxLength: 12 },
)

type Call = typeof calls extends fc.Arbitrary<readonly (infer One)[]> ? One : never

/** Makes the call; resolves to what the provider charged, null where it was refused. */
async function make(
  ledgers: readonly Ledger[],
  call: Call,
  turn: () => Promise<unknown>,
): Promise<{ tokens: number; micros: number } | null> {
  const ledger = ledgers[call.ledger % ledgers.length] as Ledger
  const { tokens, micros } = call
  await turn()
  try {
    const id = await ledger.reserve({ context: { ...context, cause: call.run }, model: 'openai/x', tokens, micros }, [cap])
    await turn()
    if (call.end === 'released') await ledger.release(id)
    if (call.end === 'released') return { tokens: 0, micros: 0 }
    const share = call.end === 'settled' ? call.used : 1
    const charged = { tokens: Math.floor(tokens * share), micros: Math.floor((micros ?? 0) * share) }
    if (call.end !== 'crashed') {
      await ledger.settle(id, {
        inputTokens: charged.tokens,
        cachedTokens: 0,
        outputTokens: 0,
        micros: micros === null ? null : charged.micros,
      })
    }
    return charged
  } catch (cause) {
    if (cause instanceof ReverieError && cause.code === 'budget-refused') return null
    throw cause
  }
}

async function holds(store: Store, charged: readonly ({ tokens: number; micros: number } | null)[]): Promise<void> {
  const counted = await spentInWindow(store.read, cap, context, scriptedClock().now())
  const real = { tokens: 0, micros: 0 }
  for (const call of charged) {
    real.tokens += call?.tokens ?? 0
    real.micros += call?.micros ?? 0
  }
  expect(real.tokens).toBeLessThanOrEqual(counted.tokens)
  expect(real.micros).toBeLessThanOrEqual(counted.micros)
  expect(counted.tokens).toBeLessThanOrEqual(1000)
  expect(counted.micros).toBeLessThanOrEqual(2000)
}

describe('the ledger under any schedule', () => {
  it('never lets calls in flight, failures and crashes pass a cap', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), calls, async (scheduler, made) => {
        const store = await openSqliteStore({ path: ':memory:', clock: scriptedClock() })
        const ledger = openLedger({ store, clock: scriptedClock(), random: seededRandom() })
        const running = Promise.all(made.map((call) => make([ledger], call, () => scheduler.schedule(Promise.resolve()))))
        await scheduler.waitFor(running)
        await holds(store, await running)
        await store.close()
      }),
      { numRuns: 40 },
    )
  })

  it('holds over one database file opened twice, each with its own writer, as two processes have it', async () => {
    let opened = 0
    const folder = await mkdtemp(join(tmpdir(), 'reverie-ledger-'))
    try {
      await fc.assert(
        fc.asyncProperty(calls, async (made) => {
          opened += 1
          const path = join(folder, `${opened}.db`)
          const stores = [await openSqliteStore({ path, clock: scriptedClock() }), await openSqliteStore({ path, clock: scriptedClock() })]
          const ledgers = stores.map((store, index) => openLedger({ store, clock: scriptedClock(), random: seededRandom(index + 1) }))
          const charged = await Promise.all(made.map((call) => make(ledgers, call, () => Promise.resolve())))
          await holds(stores[0] as Store, charged)
          for (const store of stores) await store.close()
        }),
        { numRuns: 5 },
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('admits what fits exactly and refuses one token more', async () => {
    const store = await openSqliteStore({ path: ':memory:', clock: scriptedClock() })
    const ledger = openLedger({ store, clock: scriptedClock(), random: seededRandom() })
    await ledger.reserve({ context, model: 'm', tokens: 999, micros: 2000 }, [cap])
    await expect(ledger.reserve({ context, model: 'm', tokens: 2, micros: 0 }, [cap])).rejects.toMatchObject({ code: 'budget-refused' })
    await expect(ledger.reserve({ context, model: 'm', tokens: 1, micros: 1 }, [cap])).rejects.toThrow('$0.002')
    await ledger.reserve({ context, model: 'm', tokens: 1, micros: 0 }, [cap])
    await store.close()
  })

  it('passes no cap of any window, and refuses nothing that fits, in 1,000 random schedules with crashes, several ledgers and a moving clock', async () => {
    const refusedBy = new Set<string>()
    const sums = { made: 0, refused: 0, crashed: 0 }
    const run = async (stores: readonly Store[], from: number, until: number) => {
      for (let seed = from; seed < until; seed += 1) {
        const outcome = await runCapSchedule(stores, seed)
        expect(outcome, `schedule ${seed}`).toMatchObject({ passed: [], needless: [] })
        for (const setting of outcome.refusedBy) refusedBy.add(setting)
        for (const key of ['made', 'refused', 'crashed'] as const) sums[key] += outcome[key]
      }
    }
    const memory = await openSqliteStore({ path: ':memory:', clock: scriptedClock() })
    await run([memory, memory], 0, 900)
    await memory.close()
    const folder = await mkdtemp(join(tmpdir(), 'reverie-caps-'))
    try {
      const path = join(folder, 'caps.db')
      const stores = [await openSqliteStore({ path, clock: scriptedClock() }), await openSqliteStore({ path, clock: scriptedClock() })]
      await run(stores, 900, 1000)
      for (const store of stores) await store.close()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    expect([...refusedBy].sort()).toEqual(scheduledSettings.toSorted())
    expect(sums.refused).toBeGreaterThan(sums.made / 20)
    expect(sums.refused).toBeLessThan(sums.made / 2)
    expect(sums.crashed).toBeGreaterThan(500)
  }, 60_000)
})
