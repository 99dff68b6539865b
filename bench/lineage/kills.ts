import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReverie } from '../../src/faces/open-reverie.ts'
import { createHashingEmbedder } from '../../src/testing/hashing-embedder.ts'
import { runKills } from '../../src/testing/kills/run-kills.ts'
import { keptPushes } from '../../src/testing/kills/unsound-rows.ts'
import { readScopeState } from '../../src/testing/scope-state.ts'
import { seededRandom } from '../../src/testing/seeded-random.ts'
import { atMost, printed } from '../loop/figures.ts'
import type { MeasuredPart } from '../measured-part.ts'

const kills = 200

/** `kill -9` at random moments of sync and sleep, again and again over one database. */
export const killing: MeasuredPart = {
  name: 'kills',
  about: `kill -9 at random during sync and sleep, ${kills} times over one database`,
  takes: '3 minutes',
  async run({ log }) {
    const place = mkdtempSync(join(tmpdir(), 'reverie-bench-kills-'))
    try {
      const outcome = await runKills({
        kills,
        place,
        random: seededRandom(20_261),
        onProgress: (killed) => log(`kills: ${killed} of ${kills}`),
      })
      const differs = await differencesFromUndisturbed(place, outcome)
      return {
        figures: [
          printed('runs killed', outcome.killed),
          printed('pushes acknowledged before a kill', outcome.acknowledged),
          atMost('acknowledged and lost', outcome.lost.length, '', 0),
          atMost('kills after which something dangled', outcome.unsound.length, '', 0),
          atMost('runs that did not complete when let', outcome.failures.length, '', 0),
          atMost('documents whose passages or claims differ from an undisturbed run', differs.length, '', 0),
        ],
        notes: [...outcome.lost, ...outcome.unsound, ...outcome.failures, ...differs].slice(0, 10).map((what) => `kills: ${what}`),
        detail: outcome,
      }
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  },
}

async function differencesFromUndisturbed(
  place: string,
  { folder, database, aheadMs }: { readonly folder: string; readonly database: string; readonly aheadMs: number },
): Promise<readonly string[]> {
  const { model, name, dimensions } = createHashingEmbedder()
  const undisturbed = join(place, 'undisturbed.db')
  const clock = { now: () => Date.now() + aheadMs, monotonic: () => performance.now() }
  const reverie = await openReverie({ folder, database: undisturbed, clock, embedder: { name, model, dimensions } })
  for (const [id, text] of keptPushes(database)) await reverie.put({ id, text })
  await reverie.sleep()
  await reverie.close()
  const [one, other] = [readScopeState(database), readScopeState(undisturbed)]
  const paths = [...new Set([...one.passages.keys(), ...other.passages.keys()])]
  const differing = paths.filter(
    (path) =>
      one.passages.get(path)?.join() !== other.passages.get(path)?.join() ||
      (one.claims.get(path) ?? []).join() !== (other.claims.get(path) ?? []).join(),
  )
  return [...differing, ...one.unsupported]
}
