import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { askWhileWriting } from '../testing/concurrency/ask-while-writing.ts'
import { createCounterWriter } from '../testing/concurrency/counter-writer.ts'
import { createValidityLog } from '../testing/concurrency/validity-log.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { openReverie } from './open-reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()

describe('asks while a writer edits and deletes', () => {
  it('are never answered by what the source said at no moment of the ask', async () => {
    const place = mkdtempSync(join(tmpdir(), 'reverie-concurrent-'))
    const [folder, beside] = [join(place, 'files'), join(place, 'beside')]
    for (const made of [folder, beside]) mkdirSync(made)
    try {
      await using reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
      const log = createValidityLog()
      const writer = createCounterWriter({ reverie, folder, beside, log, random: seededRandom(5) })
      await writer.begin()
      await reverie.sleep()
      const result = await askWhileWriting({
        asks: 4_000,
        atOnce: 6,
        ask: (question) => reverie.ask({ question }),
        flush: () => reverie.status(),
        sleep: () => reverie.sleep(),
        writer,
        log,
        burst: 10,
        asksPerRest: 250,
      })
      expect(result.stale).toEqual([])
      expect(result.asks).toBeGreaterThanOrEqual(4_000)
      expect(result.writes).toBeGreaterThan(100)
      expect(result.judgedHits, JSON.stringify(result)).toBeGreaterThan(800)
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  }, 300_000)
})
