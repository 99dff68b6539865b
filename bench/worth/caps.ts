import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../../src/adapters/store/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../src/spec/clock.ts'
import type { Store } from '../../src/spec/store.ts'
import { capMutants } from '../../src/testing/cap-mutants.ts'
import { runCapSchedule } from '../../src/testing/cap-schedules.ts'
import { runSpenders } from '../../src/testing/spenders/run-spenders.ts'
import type { MeasuredPart } from '../measured-part.ts'

const schedules = 10_000
/** The last ones run over a database file opened three times, whose every write is on disk; the others in memory. */
const overFiles = 1000
/** Schedules of one database: beyond that its history only makes the sums slower. */
const perStore = 1000
/** Schedules in which a fault must show. */
const tenth = schedules / 10

/**
 * Whether a cap is ever passed: random schedules with crashes and a clock that moves over days and months; then real processes
 * on one file, killed at random. And whether the schedules would show it: ledgers with a fault each must be found in a tenth.
 */
export const caps: MeasuredPart = {
  name: 'caps',
  about: 'caps in random schedules with crashes',
  takes: 'a minute',
  async run({ log }) {
    const sums = { made: 0, refused: 0, crashed: 0, passed: 0, needless: 0 }
    const folder = await mkdtemp(join(tmpdir(), 'reverie-caps-'))
    try {
      for (let from = 0; from < schedules; from += perStore) {
        const stores = await (from < schedules - overFiles ? inMemory() : overFile(join(folder, `${from}.db`)))
        for (let seed = from; seed < from + perStore; seed += 1) {
          const outcome = await runCapSchedule(stores, seed)
          for (const key of ['made', 'refused', 'crashed'] as const) sums[key] += outcome[key]
          for (const key of ['passed', 'needless'] as const) {
            sums[key] += outcome[key].length
            for (const text of outcome[key]) log(`schedule ${seed}: ${key}: ${text}`)
          }
        }
        await closeAll(stores)
        log(`caps: ${from + perStore} of ${schedules} schedules`)
      }
      const missed = await missedMutants()
      for (const name of missed) log(`caps: ${tenth} schedules did not find that ${name}`)
      const killed = await runSpenders({ folder, rounds: 10, processes: 3 })
      return {
        figures: [
          { name: `caps passed in ${schedules} random schedules`, value: sums.passed, unit: 'caps' },
          { name: `calls refused that fitted in ${schedules} random schedules`, value: sums.needless, unit: 'calls' },
          { name: `faulty ledgers of ${capMutants.length} that ${tenth} schedules do not find`, value: missed.length, unit: 'ledgers' },
          {
            name: `caps passed in ${killed.rounds} rounds of ${killed.processes} processes, one killed`,
            value: killed.passed,
            unit: 'caps',
          },
        ],
        notes: [
          `caps: ${sums.made} calls, ${sums.refused} refused, ${sums.crashed} left by a crash; processes: ${killed.sent} calls, ${killed.open} left open by the kill`,
        ],
        detail: { ...sums, missed, killed },
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Names of the faulty ledgers that a tenth of the schedules runs over without a complaint. */
async function missedMutants(): Promise<readonly string[]> {
  const missed: string[] = []
  for (const { name, fault, open } of capMutants) {
    const stores = await inMemory()
    let isFound = false
    for (let seed = 0; seed < tenth && !isFound; seed += 1) {
      const { passed, needless } = await runCapSchedule(stores, seed, { open })
      isFound = (fault === 'passes' ? passed : needless).length > 0
    }
    await closeAll(stores)
    if (!isFound) missed.push(name)
  }
  return missed
}

async function inMemory(): Promise<readonly Store[]> {
  const store = await openSqliteStore({ path: ':memory:', clock: systemClock })
  return [store, store, store]
}

function overFile(path: string): Promise<readonly Store[]> {
  return Promise.all([1, 2, 3].map(() => openSqliteStore({ path, clock: systemClock })))
}

async function closeAll(stores: readonly Store[]): Promise<void> {
  for (const store of new Set(stores)) await store.close()
}
