import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openReverie } from '../../src/faces/open-reverie.ts'
import type { Answer } from '../../src/spec/answer.ts'
import { draw } from '../loop/draw.ts'
import { atMost, printed, quantile } from '../loop/figures.ts'
import { rephrase } from '../loop/rephrase.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { addKeys, type LargeScope, prepareScope } from './large-scope.ts'
import { type KeyTimes, meterKeys } from './metered-keys.ts'
import type { MatchData } from './sets/match-data.ts'
import { withMatchData } from './with-match-data.ts'

const sizes = [
  { keys: 50_000, mostMs: 1 },
  { keys: 100_000, mostMs: 2.5 },
] as const
/** Questions of others, of each size. */
const askedTraffic = 40
/** Prepared ones in other words asked for each of them. */
const askedPrepared = 3
/** Of either, before times are taken: what answers has been answering for a while. */
const warmUps = { traffic: 200, prepared: 40 }
const askedOnce = warmUps.traffic + askedTraffic
/** Documents prepared. */
const documents = 10
/** People ask one thing after another: the record of one ask is written before the next begins. */
const betweenAsksMs = 20

/** What finding, deciding and checking costs beyond the embedding where very much is prepared. */
export const latency: MeasuredPart = {
  name: 'latency',
  about: 'search, rows, decision and freshness at 50,000 and 100,000 keys in one scope',
  takes: '90 s',
  run: (options) =>
    withMatchData(options, async (data) => {
      const { data: folder, log } = options
      const helpers = join(folder ?? '', 'docs-history/hono/b/docs/helpers')
      const files = readdirSync(helpers).filter((name) => name.endsWith('.md'))
      log(`latency: preparing ${documents} documents`)
      await using scope = await prepareScope(files.slice(0, documents).map((name) => join(helpers, name)))
      const real = await realKeys(data)
      const figures: Figure[] = []
      const detail: unknown[] = []
      let written = 0
      // What was asked once is known word for word afterwards.
      const traffic = draw(
        real.map(({ text }) => text),
        askedOnce * sizes.length,
      )
      for (const [at, { keys, mostMs }] of sizes.entries()) {
        log(`latency: writing keys up to ${keys}`)
        await addKeys(scope.database, real, written, keys)
        written = keys
        const measured = await measureAsks(scope, traffic.slice(at * askedOnce, (at + 1) * askedOnce))
        figures.push(...latencyFigures(keys, mostMs, measured))
        detail.push({ keys, ...measured })
      }
      return {
        figures,
        notes: [
          'latency: whole asks through the library over one SQLite file, the record written after each: their times for matching (keys, entries, features, guards, decision, and adapting where none was served) and for freshness; embedding and the live search that a decision reads are given beside',
          `latency: keys are ${real.length} real questions repeated with noise on their vectors, four to an entry; asked are those questions and reworded prepared ones`,
        ],
        detail,
      }
    }),
}

async function realKeys(data: MatchData) {
  const texts = new Set<string>()
  for (const path of ['traffic/clinc150', 'traffic/banking77', 'traffic/hint3-live-bots']) {
    for (const { text } of data.rows<{ readonly text: string }>(`${path}.jsonl`)) texts.add(text)
  }
  for (const path of ['pairs/qqp', 'pairs/medical', 'pairs/covid-faq']) {
    for (const { a, b } of data.rows<{ readonly a: string; readonly b: string }>(`${path}.jsonl`)) texts.add(a).add(b)
  }
  const vectorOf = await data.vectorsOf(texts)
  return [...texts].map((text) => ({ text, vector: vectorOf(text) }))
}

/** Other words for what is prepared: asked once, they are known word for word. */
const wordings: readonly ((question: string) => string)[] = [
  rephrase,
  (question) => `Please tell me: ${question}`,
  (question) => `${question.replace(/\?$/, '')}, please?`,
  (question) => `I would like to know: ${question}`,
]

interface Times extends KeyTimes {
  readonly matchMs: number
  readonly freshMs: number
  readonly readMs: number
  readonly embedMs: number
  readonly served: Answer['served']
}

interface Measured {
  /** The first ask, which loads every key. */
  readonly first: KeyTimes
  readonly residentBytes: number
  readonly times: readonly Times[]
}

async function measureAsks({ folder, database }: LargeScope, traffic: readonly string[]): Promise<Measured> {
  await using reverie = await openReverie({ folder, database })
  using meter = meterKeys()
  const list = await reverie.questions.list({ state: 'prepared', limit: 1_000 })
  const prepared = wordings.flatMap((reworded) => list.map(({ text }) => reworded(text)))
  const [opening = '', ...others] = traffic
  await reverie.ask({ question: opening })
  const first = meter.take()
  const residentBytes = process.memoryUsage.rss()
  const warming = [...others.splice(0, warmUps.traffic), ...prepared.splice(0, warmUps.prepared)]
  for (const question of warming) await reverie.ask({ question })
  const times: Times[] = []
  for (const question of others) {
    for (const one of [question, ...prepared.splice(0, askedPrepared)]) {
      // What is written of the ask before is loaded by this one.
      await pause(betweenAsksMs)
      meter.take()
      const { timings, served, decision } = await reverie.ask({ question: one })
      if (decision.reason !== 'exact' && timings.embedMs > 0) times.push({ ...timings, ...meter.take(), served })
    }
  }
  return { first, residentBytes, times }
}

/** Everything beyond embedding and searching live. */
const beyond = (one: Times): number => one.matchMs + one.freshMs
const parts: Readonly<Record<string, (one: Times) => number>> = {
  'scan of the keys': (one) => one.scanMs,
  'rows of the entries': (one) => one.rowsMs,
  'features, guards and decision': (one) => one.matchMs - one.scanMs - one.rowsMs - one.loadMs,
  freshness: (one) => one.freshMs,
}
const beside: Readonly<Record<string, (one: Times) => number>> = {
  'live search': (one) => one.readMs,
  embedding: (one) => one.embedMs,
}

function latencyFigures(keys: number, mostMs: number, { first, residentBytes, times }: Measured): readonly Figure[] {
  const name = `latency: ${keys.toLocaleString('en')} keys`
  const steady = times.filter((one) => one.loaded === 0)
  const hits = steady.filter((one) => one.served === 'hit' || one.served === 'adapted')
  const loading = times.filter((one) => one.loaded !== 0)
  const at = (what: string, some: readonly Times[], of: (one: Times) => number, share: 0.5 | 0.95) =>
    printed(`${name}, ${what}, p${100 * share}`, quantile(some.map(of), share), 'ms')
  const both = (what: string, some: readonly Times[], of: (one: Times) => number) => [at(what, some, of, 0.5), at(what, some, of, 0.95)]
  return [
    atMost(`${name}, search, rows, decision and freshness, p50`, quantile(steady.map(beyond), 0.5), 'ms', mostMs),
    at('the same', steady, beyond, 0.95),
    ...both(`of hits alone (${hits.length} of ${steady.length})`, hits, beyond),
    ...Object.entries(parts).flatMap(([what, of]) => both(what, hits, of)),
    ...both('right after an ask that filed keys', loading, beyond),
    ...both('of that, loading what was filed', loading, (one) => one.loadMs),
    ...Object.entries(beside).map(([what, of]) => at(`${what} beside it`, steady, of, 0.5)),
    printed(`${name}, first ask, loading all of them`, first.loadMs, 'ms'),
    printed(`${name}, memory grown by loading them`, first.grownBytes / 1e6, 'MB'),
    printed(`${name}, memory of the whole process`, residentBytes / 1e6, 'MB'),
  ]
}
