import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../../src/adapters/store/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../src/spec/clock.ts'
import { runCapSchedule } from '../../src/testing/cap-schedules.ts'
import { runSpenders } from '../../src/testing/spenders/run-spenders.ts'
import type { MeasuredPart } from '../measured-part.ts'

const schedules = 10_000
/** Schedules of one file: beyond that its history only makes the sums slower. */
const perFile = 1000

/**
 * Whether a cap is ever passed: random schedules over a database file opened three times, with crashes and a clock that moves
 * over days and months; then real processes on one file, killed at random.
 */
export const caps: MeasuredPart = {
  name: 'caps',
  about: 'caps in random schedules with crashes',
  takes: '2 minutes',
  async run({ log }) {
    const sums = { made: 0, refused: 0, crashed: 0, passed: 0 }
    const folder = await mkdtemp(join(tmpdir(), 'reverie-caps-'))
    try {
      for (let from = 0; from < schedules; from += perFile) {
        const path = join(folder, `${from}.db`)
        const stores = await Promise.all([1, 2, 3].map(() => openSqliteStore({ path, clock: systemClock })))
        for (let seed = from; seed < from + perFile; seed += 1) {
          const outcome = await runCapSchedule(stores, seed)
          sums.made += outcome.made
          sums.refused += outcome.refused
          sums.crashed += outcome.crashed
          sums.passed += outcome.passed.length
          for (const passed of outcome.passed) log(`schedule ${seed} passed ${passed}`)
        }
        for (const store of stores) await store.close()
        log(`caps: ${from + perFile} of ${schedules} schedules`)
      }
      const killed = await runSpenders({ folder, rounds: 10, processes: 3 })
      return {
        figures: [
          { name: `caps passed in ${schedules} random schedules`, value: sums.passed, unit: 'caps' },
          {
            name: `caps passed in ${killed.rounds} rounds of ${killed.processes} processes, one killed`,
            value: killed.passed,
            unit: 'caps',
          },
        ],
        notes: [
          `caps: ${sums.made} calls, ${sums.refused} refused, ${sums.crashed} left by a crash; processes: ${killed.sent} calls, ${killed.open} left open by the kill`,
        ],
        detail: { ...sums, killed },
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
