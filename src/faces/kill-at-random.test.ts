import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { runKills } from '../testing/kills/run-kills.ts'
import { keptPushes } from '../testing/kills/unsound-rows.ts'
import { readScopeState } from '../testing/scope-state.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { openReverie } from './open-reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()

describe('killed at random during sync and sleep, twenty times', () => {
  it('loses nothing acknowledged, leaves nothing dangling, and ends as if nothing had happened', async () => {
    const place = mkdtempSync(join(tmpdir(), 'reverie-kills-'))
    try {
      const outcome = await runKills({ kills: 20, place, random: seededRandom(3) })
      expect(outcome).toMatchObject({ killed: 20, lost: [], unsound: [], failures: [] })
      expect(outcome.acknowledged).toBeGreaterThan(10)

      const { folder, database, aheadMs } = outcome
      const undisturbed = join(place, 'undisturbed.db')
      const clock = { now: () => Date.now() + aheadMs, monotonic: () => performance.now() }
      await using reverie = await openReverie({ folder, database: undisturbed, clock, embedder: { name, model, dimensions } })
      for (const [id, text] of keptPushes(database)) await reverie.put({ id, text })
      await reverie.sleep()
      const [one, other] = [readScopeState(database), readScopeState(undisturbed)]
      expect(one.unsupported).toEqual([])
      expect(one.passages).toEqual(other.passages)
      expect(one.claims).toEqual(other.claims)
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  }, 300_000)
})
