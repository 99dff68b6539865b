import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openReverie } from '../../src/faces/open-reverie.ts'
import { askWhileWriting } from '../../src/testing/concurrency/ask-while-writing.ts'
import { createCounterWriter } from '../../src/testing/concurrency/counter-writer.ts'
import { createValidityLog } from '../../src/testing/concurrency/validity-log.ts'
import { createHashingEmbedder } from '../../src/testing/hashing-embedder.ts'
import { seededRandom } from '../../src/testing/seeded-random.ts'
import { atMost, percent, printed } from '../loop/figures.ts'
import type { MeasuredPart } from '../measured-part.ts'

const fullAsks = 1_000_000
const fewerAsks = 50_000
const asksPerPrune = 20_000

/** Asks against a writer that edits and deletes all the while, every number judged by when it could be seen. */
export const concurrent: MeasuredPart = {
  name: 'concurrent',
  about: `asks in process while files and pushed documents are edited, deleted, renamed and slept over (${fewerAsks}; --full: ${fullAsks})`,
  takes: '2 minutes (`--full`: 30)',
  async run({ full, log }) {
    const place = mkdtempSync(join(tmpdir(), 'reverie-bench-concurrent-'))
    const [folder, beside, database] = [join(place, 'files'), join(place, 'beside'), join(place, 'reverie.db')]
    for (const made of [folder, beside]) mkdirSync(made)
    const { model, name, dimensions } = createHashingEmbedder()
    try {
      await using reverie = await openReverie({ folder, database, embedder: { name, model, dimensions } })
      const validity = createValidityLog()
      const writer = createCounterWriter({ reverie, folder, beside, log: validity, random: seededRandom(20_261) })
      await writer.begin()
      await reverie.sleep()
      const started = performance.now()
      const result = await askWhileWriting({
        asks: full ? fullAsks : fewerAsks,
        atOnce: 6,
        ask: (question) => reverie.ask({ question }),
        flush: () => reverie.status(),
        sleep: () => reverie.sleep(),
        writer,
        log: validity,
        burst: 10,
        asksPerRest: 400,
        onProgress(asked) {
          if (asked % asksPerPrune !== 0) return
          // Records are what a million asks would fill the disk with; nothing reads them here.
          prune(database)
          log(`concurrent: ${asked} asked, ${writer.writes} writes, ${Math.round((performance.now() - started) / 1000)} s`)
        },
      })
      const seconds = (performance.now() - started) / 1000
      return {
        figures: [
          printed('asks while a writer writes', result.asks),
          printed('writes meanwhile', result.writes),
          printed('hits, and live answers', `${result.served.hit}; ${result.served.live}`),
          printed('hits that state a number to be judged', percent(result.judgedHits, result.asks), '%'),
          atMost('stale answers', result.stale.length, '', 0),
          printed('asks a second', result.asks / seconds),
        ],
        notes: result.stale
          .slice(0, 3)
          .map(
            ({ answer, from, to, said }) =>
              `concurrent: stale ${answer.served} between ${from} and ${to}: ${answer.text}; its source said ${said.map(({ value }) => value).join(', ')}`,
          ),
        detail: result,
      }
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  },
}

function prune(database: string): void {
  const db = new DatabaseSync(database)
  try {
    db.exec('pragma busy_timeout = 5000')
    db.exec('delete from records')
  } finally {
    db.close()
  }
}
