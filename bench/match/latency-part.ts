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
import type { MatchData } from './sets/match-data.ts'
import { withMatchData } from './with-match-data.ts'

const sizes = [
  { keys: 50_000, mostMs: 1 },
  { keys: 100_000, mostMs: 2.5 },
] as const
/** Of each size. */
const askedTraffic = 80
/** Hits asked before times are taken. */
const warmUps = 10
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
      log('latency: preparing a few documents')
      await using scope = await prepareScope(files.slice(0, 4).map((name) => join(helpers, name)))
      const real = await realKeys(data)
      const figures: Figure[] = []
      const detail: unknown[] = []
      let written = 0
      // What was asked once is known word for word afterwards.
      const traffic = draw(
        real.map(({ text }) => text),
        askedTraffic * sizes.length,
      )
      for (const [at, { keys, mostMs }] of sizes.entries()) {
        log(`latency: writing keys up to ${keys}`)
        await addKeys(scope.database, real, written, keys)
        written = keys
        const measured = await measureAsks(scope, traffic.slice(at * askedTraffic, (at + 1) * askedTraffic))
        figures.push(...latencyFigures(keys, mostMs, measured))
        detail.push({ keys, ...measured })
      }
      return {
        figures,
        notes: [
          'latency: whole asks through the library over one SQLite file: their own times for matching and freshness, all parts together; embedding and the live search that a decision reads are given beside',
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

interface Times {
  readonly matchMs: number
  readonly freshMs: number
  readonly readMs: number
  readonly embedMs: number
  readonly served: Answer['served']
  /** The ask before it filed an answer, so that it has keys to load. */
  readonly loads: boolean
}

async function measureAsks({ folder, database }: LargeScope, traffic: readonly string[]) {
  await using reverie = await openReverie({ folder, database })
  const list = await reverie.questions.list({ state: 'prepared', limit: 1_000 })
  const prepared = list.map((question) => rephrase(question.text))
  const [first = '', ...others] = traffic
  const began = performance.now()
  await reverie.ask({ question: first })
  const firstMs = performance.now() - began
  for (const question of prepared.slice(0, warmUps)) await reverie.ask({ question })
  const times: Times[] = []
  let loads = false
  for (const [at, question] of others.entries()) {
    // Two that are prepared after each that is not: what a live answer files is loaded by the ask after it.
    for (const one of [question, prepared[(2 * at) % prepared.length], prepared[(2 * at + 1) % prepared.length]]) {
      if (one === undefined) continue
      const { timings, served, decision } = await reverie.ask({ question: one })
      await pause(betweenAsksMs)
      if (decision.reason !== 'exact' && timings.embedMs > 0) times.push({ ...timings, served, loads })
      loads = served === 'live' || served === 'none'
    }
  }
  return { firstMs, times }
}

function latencyFigures(
  keys: number,
  mostMs: number,
  { firstMs, times }: { readonly firstMs: number; readonly times: readonly Times[] },
): readonly Figure[] {
  const name = `latency: ${keys.toLocaleString('en')} keys`
  const beyond = (one: Times) => one.matchMs + one.freshMs
  const steady = times.filter((one) => !one.loads)
  const hits = steady.filter((one) => one.served === 'hit' || one.served === 'adapted')
  const loading = times.filter((one) => one.loads)
  const at = (some: readonly Times[], of: (one: Times) => number, share: number) => quantile(some.map(of), share)
  return [
    atMost(`${name}, search, rows, decision and freshness, p50`, at(steady, beyond, 0.5), 'ms', mostMs),
    printed(`${name}, the same, p95`, at(steady, beyond, 0.95), 'ms'),
    printed(`${name}, of hits alone (${hits.length} of ${steady.length}), p50`, at(hits, beyond, 0.5), 'ms'),
    printed(
      `${name}, of hits alone, freshness, p50`,
      at(hits, (one) => one.freshMs, 0.5),
      'ms',
    ),
    printed(`${name}, right after an ask that filed an answer, p50`, at(loading, beyond, 0.5), 'ms'),
    printed(
      `${name}, live search beside it, p50`,
      at(steady, (one) => one.readMs, 0.5),
      'ms',
    ),
    printed(
      `${name}, embedding beside it, p50`,
      at(steady, (one) => one.embedMs, 0.5),
      'ms',
    ),
    printed(`${name}, first ask, loading all of them`, firstMs, 'ms'),
  ]
}
