import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReverie } from '../../src/faces/open-reverie.ts'
import type { WorthOptions } from '../../src/faces/worth-options.ts'
import { scriptedClock } from '../../src/testing/scripted-clock.ts'
import { seededRandom } from '../../src/testing/seeded-random.ts'
import type { MeasuredPart, PartOptions } from '../measured-part.ts'
import { quotingModel } from './money/quoting-model.ts'
import { type SoakSample, takeSample } from './soak/sample.ts'
import { grownTables, tableRows } from './soak/table-rows.ts'
import { soakFigures, warmUpShare } from './soak/verdicts.ts'
import { intentStream } from './streams/intents.ts'
import { ubuntuIrc } from './streams/ubuntu-irc.ts'

const days = 30
const dayMs = 24 * 3_600_000
const editsADay = 4
const leastAsksADay = 10
/** Small enough that even a short run reaches it. */
const retention: NonNullable<WorthOptions['retention']> = {
  answers: { count: 150, megabytes: 5 },
  keys: { count: 400, megabytes: 2 },
  questions: { count: 300 },
  records: { days: 5, count: 200 },
}

/** A month of asks, edits and sleeps in minutes, over a real database with the real embedder. */
export const soak: MeasuredPart = {
  name: 'soak',
  about: 'a compressed month: memory, handles, database size (--minutes n)',
  takes: '2 minutes',
  async run(options) {
    const { data, log } = options
    if (data === null) throw new Error('The soak asks questions of the development data: set REVERIE_DATA to its folder.')
    const minutes = minutesOf(options)
    const place = await mkdtemp(join(tmpdir(), 'reverie-bench-soak-'))
    const database = join(place, 'reverie.db')
    const clock = scriptedClock(Date.UTC(2026, 0, 5))
    const pages = intentStream('clinc150', { count: 20_000, aDay: 600 }).read(data)
    const other = ubuntuIrc.read(data).asks.map(({ question }) => question)
    const random = seededRandom(30)
    const samples: SoakSample[] = []
    const failures = new Map<string, number>()
    let [asks, edits] = [0, 0]
    const began = performance.now()
    const open = () =>
      openReverie({
        folder: null,
        database,
        clock,
        random,
        retention,
        model: { name: 'openai/gpt-6-luna', model: quotingModel(), price: { input: 0.1, output: 0.5 } },
        onRecordFailure: (cause) => count(failures, cause),
      })
    let again: SoakSample | null = null
    let settledRows: ReadonlyMap<string, number> = new Map()
    let grown = ''
    try {
      await using reverie = await open()
      for (const document of pages.documents) await reverie.put(document)
      for (let day = 1; day <= days; day++) {
        await reverie.sleep().catch((cause: unknown) => count(failures, cause))
        clock.advance(dayMs / 3)
        for (let edit = 0; edit < editsADay; edit++) {
          const page = pages.documents[Math.floor(random.next() * pages.documents.length)]
          if (page === undefined) continue
          edits += 1
          // Every fourth edit takes the page away; a later one brings it back.
          if (edit === 3) await reverie.remove(page)
          else await reverie.put({ id: page.id, text: `${page.text}\nRevised on day ${day}: see desk ${edit + day}.\n` })
        }
        const dayEnds = began + (minutes * 60_000 * day) / days
        for (let asked = 0; asked < leastAsksADay || performance.now() < dayEnds; asked++) {
          const question = asked % 4 === 3 ? other[asks % other.length] : pages.asks[asks % pages.asks.length]?.question
          await reverie.ask({ question: question ?? '' }).catch((cause: unknown) => count(failures, cause))
          asks += 1
          clock.advance(1_000)
        }
        clock.advance((dayMs * 2) / 3)
        samples.push(takeSample(day, asks, database))
        if (day === Math.floor(days * warmUpShare)) settledRows = tableRows(database)
        if (day % 5 === 0) log(`soak: day ${day} of ${days}, ${asks} asks, ${edits} edits`)
      }
      // What a process needs for this much data is no leak: the same database opened anew tells how much that is.
      await reverie.close()
      grown = grownTables(settledRows, tableRows(database))
      await using anew = await open()
      await anew.warm()
      await anew.ask({ question: pages.asks[0]?.question ?? '' })
      again = takeSample(days + 1, asks, database)
    } finally {
      await rm(place, { recursive: true, force: true })
    }
    const took = (performance.now() - began) / 60_000
    const failed = [...failures].map(([message, times]) => `${times} × ${message}`)
    return {
      figures: [
        { name: `soak: days, asks, edits in ${took.toFixed(1)} minutes`, value: `${samples.length}, ${asks}, ${edits}`, unit: '' },
        ...soakFigures(samples, again, retention.answers?.megabytes ?? null),
        {
          name: 'soak: sleeps, asks and records that failed',
          value: failed.length === 0 ? 0 : failed.join('; '),
          unit: '',
          met: failed.length === 0,
        },
      ],
      notes: [
        `soak: fake clock, real database, real MiniLM, a scripted model; the first third of the days is warm-up; intervals are 95 % of a straight line`,
        `soak: rows that grew most after the warm-up: ${grown === '' ? 'none' : grown}`,
        `soak: retention set to ${JSON.stringify(retention)}`,
        ...(minutes < 60 ? [`soak: ${minutes} minutes; the month in an hour: npm run bench -- worth --only soak --minutes 60`] : []),
      ],
      detail: samples,
    }
  },
}

function minutesOf({ words }: PartOptions): number {
  const at = words.indexOf('--minutes')
  if (at < 0) return 2
  const minutes = Number(words[at + 1])
  if (!(minutes > 0) || !Number.isFinite(minutes)) throw new Error(`--minutes takes a number above 0, found "${words[at + 1] ?? ''}".`)
  return minutes
}

function count(failures: Map<string, number>, cause: unknown): void {
  const message = cause instanceof Error ? cause.message.slice(0, 120) : String(cause)
  failures.set(message, (failures.get(message) ?? 0) + 1)
}
