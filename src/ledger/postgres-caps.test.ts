import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresStore } from '../adapters/store/postgres/open-postgres-store.ts'
import type { Store } from '../spec/store.ts'
import { capMutants } from '../testing/cap-mutants.ts'
import { runCapSchedule } from '../testing/cap-schedules.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'
import { testPostgres } from '../testing/test-postgres.ts'

const postgres = await testPostgres()

describe.skipIf(postgres.missing !== null)(`caps over ${postgres.title}`, () => {
  let stores: readonly Store[]
  beforeAll(async () => {
    const connection = await postgres.nameSchema()
    const open = () => openPostgresStore({ connection, clock: scriptedClock() })
    stores = [await open(), await open()]
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
  })

  it('are not passed in 60 random schedules with crashes, and refuse nothing that fits', async () => {
    let refused = 0
    for (let seed = 0; seed < 60; seed += 1) {
      const outcome = await runCapSchedule(stores, seed)
      expect(outcome, `schedule ${seed}`).toMatchObject({ passed: [], needless: [] })
      refused += outcome.refused
    }
    expect(refused).toBeGreaterThan(50)
  }, 60_000)

  it('would be seen to be passed if the check were made before the write, or a month were left out', async () => {
    for (const [index, name] of ['the check is made before the write, not in it', 'the cap "month" is left out'].entries()) {
      const mutant = capMutants.find((one) => one.name === name)
      if (mutant === undefined) throw new Error(`There is no fault "${name}".`)
      let passed = 0
      for (let seed = 1000 * (index + 1); seed < 1000 * (index + 1) + 200 && passed === 0; seed += 1) {
        passed += (await runCapSchedule(stores, seed, { open: mutant.open })).passed.length
      }
      expect(passed, name).toBeGreaterThan(0)
    }
  }, 60_000)
})
