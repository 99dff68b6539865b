import { afterAll, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { capMutants } from '../testing/cap-mutants.ts'
import { runCapSchedule } from '../testing/cap-schedules.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'

const store = await openSqliteStore({ path: ':memory:', clock: scriptedClock() })
afterAll(() => store.close())

/** A tenth of the schedules that `bench -- worth --only caps` runs. */
const tenth = 1000
let from = 0

it.each(capMutants)('the schedules find a ledger in which $name', async ({ open, fault }) => {
  // Schedules of their own for each, so that none counts what another's left.
  from += tenth
  for (let seed = from; seed < from + tenth; seed += 1) {
    const { passed, needless } = await runCapSchedule([store, store, store], seed, { open })
    if ((fault === 'passes' ? passed : needless).length > 0) return
  }
  expect.fail(`${tenth} schedules did not find it`)
}, 30_000)
