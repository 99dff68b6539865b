import { setTimeout as pause } from 'node:timers/promises'
import { openReverie } from '../../src/faces/open-reverie.ts'
import type { Reverie } from '../../src/faces/reverie.ts'
import type { Answer, Timings } from '../../src/spec/answer.ts'
import type { MeasuredPart, PartOptions } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { draw } from './draw.ts'
import { atMost, percent, printed, quantile } from './figures.ts'
import { preparedScope } from './prepared-scope.ts'
import { rephrase } from './rephrase.ts'
import type { ScopeFolder } from './scope-folder.ts'

const asked = 150
const fromScratch = 3
/** People ask one thing after another: the record of one ask is written before the next begins. */
const betweenAsksMs = 20

/** What serving a hit costs beyond embedding the question, and whole asks beside live ones and ones from scratch. */
export const hitPath: MeasuredPart = {
  name: 'hits',
  about: 'hit path beyond the embedding, and a whole ask: hit, live, from scratch',
  takes: '2 minutes, and the sleeps if run alone',
  async run(options) {
    const parts = []
    for (const name of ['hono', 'zod'] as const) {
      const scope = await preparedScope(name, options)
      if (scope !== null) parts.push(await measureScope(scope, options))
    }
    return {
      figures: parts.flatMap((part) => part.figures),
      notes: [
        'hits: a near hit is asked in words changed by rule; the live search that confirms it (readMs) is given beside, and the reader is in the match',
        'hits: from scratch is a new in-memory Reverie, its sync and one ask; without vectors it ranks by words alone',
        ...parts.flatMap((part) => part.notes),
      ],
      detail: parts.map((part) => part.detail),
    }
  },
}

async function measureScope({ name, folder, database }: ScopeFolder, { log }: PartOptions) {
  await using reverie = await openReverie({ folder, database })
  const prepared = await reverie.questions.list({ state: 'prepared', limit: 10_000 })
  const questions = draw(prepared, asked).map((question) => question.text)
  await warmUp(reverie, questions)
  log(`${name}: asking ${questions.length} questions three ways`)
  const exact = await askAll(reverie, questions)
  const exactAgain = await askAll(reverie, questions)
  const reworded = await askAll(reverie, questions.map(rephrase))
  const live = await askAll(reverie, questions, 'live')
  const scratch = await scratchMs(folder, questions.slice(0, fromScratch))
  const exactHits = [...exact, ...exactAgain].filter((answer) => answer.served === 'hit')
  const nearHits = reworded.filter((answer) => answer.served === 'hit' && answer.decision.reason !== 'exact')
  const one = (timings: Timings) => timings.matchMs + timings.freshMs
  const two = (timings: Timings) => one(timings) + timings.readMs
  const figures: readonly Figure[] = [
    printed(`${name}: prepared questions`, prepared.length),
    ...spread(`${name}: exact hit, match and freshness`, exactHits, one, 1),
    ...spread(`${name}: near hit, match and freshness`, nearHits, one, 1),
    ...spread(`${name}: near hit, match, freshness and confirming live search`, nearHits, two, 1),
    printed(
      `${name}: near hit, of that the live search, p50`,
      quantile(
        nearHits.map((answer) => answer.timings.readMs),
        0.5,
      ),
      'ms',
    ),
    printed(
      `${name}: embedding of the question, p50`,
      quantile(
        nearHits.map((answer) => answer.timings.embedMs),
        0.5,
      ),
      'ms',
    ),
    ...spread(`${name}: walk for changes (syncMs)`, [...exactHits, ...nearHits], (timings) => timings.syncMs),
    printed(`${name}: reworded questions served as hits`, percent(nearHits.length, reworded.length), '%'),
    printed(
      `${name}: whole ask, exact hit, p50`,
      quantile(
        exactHits.map((answer) => answer.timings.totalMs),
        0.5,
      ),
      'ms',
    ),
    printed(
      `${name}: whole ask, near hit, p50`,
      quantile(
        nearHits.map((answer) => answer.timings.totalMs),
        0.5,
      ),
      'ms',
    ),
    printed(
      `${name}: whole ask, live, p50`,
      quantile(
        live.map((answer) => answer.timings.totalMs),
        0.5,
      ),
      'ms',
    ),
    printed(`${name}: whole ask, from scratch, p50`, quantile(scratch, 0.5), 'ms'),
  ]
  const lost = exact.filter((answer) => answer.served !== 'hit')
  const notes =
    lost.length === 0
      ? []
      : [
          `${name}: ${lost.length} of ${exact.length} prepared questions were not served as hits in their own words (${lost[0]?.decision.reason}: ${lost[0]?.decision.detail})`,
        ]
  return { figures, notes, detail: { name, exact: exactHits.map(brief), reworded: reworded.map(brief), live: live.map(brief), scratch } }
}

function spread(name: string, answers: readonly Answer[], of: (timings: Timings) => number, mostP50?: number): readonly Figure[] {
  const values = answers.map((answer) => of(answer.timings))
  const p50 = quantile(values, 0.5)
  return [
    mostP50 === undefined ? printed(`${name}, p50`, p50, 'ms') : atMost(`${name}, p50`, p50, 'ms', mostP50),
    printed(`${name}, p95`, quantile(values, 0.95), 'ms'),
  ]
}

async function warmUp(reverie: Reverie, questions: readonly string[]): Promise<void> {
  for (const question of questions.slice(0, 10)) await reverie.ask({ question, mode: 'live' })
}

async function askAll(reverie: Reverie, questions: readonly string[], mode: 'prepared' | 'live' = 'prepared'): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const question of questions) {
    answers.push(await reverie.ask({ question, mode }))
    await pause(betweenAsksMs)
  }
  return answers
}

async function scratchMs(folder: string, questions: readonly string[]): Promise<readonly number[]> {
  const times: number[] = []
  for (const question of questions) {
    const started = performance.now()
    await using reverie = await openReverie({ folder, database: ':memory:' })
    await reverie.sync()
    await reverie.ask({ question })
    times.push(performance.now() - started)
  }
  return times
}

function brief({ question, served, preparedFor, timings, decision }: Answer) {
  return { question, served, preparedFor, timings, reason: decision.reason, detail: decision.detail }
}
