import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openReverie } from '../../src/faces/open-reverie.ts'
import { copyScope, originOf, type ScopeFolder } from '../loop/scope-folder.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { type AskTimes, askTimes } from './preemption/ask-times.ts'
import type { SleepingOrder } from './preemption/sleeping-child.ts'

type Where = 'same process' | 'other process, announced' | 'other process, not announced'

const wheres: readonly Where[] = ['same process', 'other process, announced', 'other process, not announced']
const mostLaterMs = 250
const mostLoopMs = 50
const child = fileURLToPath(new URL('preemption/sleeping-child.ts', import.meta.url))

/**
 * Asks of a real corpus with the real embedder while its first sleep runs, in the asking process and in another one, against
 * as many others once it is told to stop: what was asked once is served the second time. Every case begins with a database of its own, so that there is work for all of it.
 */
export const preemption: MeasuredPart = {
  name: 'preemption',
  about: 'asks while asleep against awake, and the event loop',
  takes: '3 minutes',
  async run({ data, log }) {
    const origin = originOf('hono', data)
    if (origin === null) throw new Error('preemption needs docs-history/hono of the development data (REVERIE_DATA).')
    const figures: Figure[] = []
    const notes: string[] = []
    const detail: Record<string, unknown> = {}
    for (const where of wheres) {
      const scope = await copyScope('hono', origin)
      const questions = await questionsOf(scope)
      log(`preemption: ${where}, ${questions.asleep.length} asks asleep, then ${questions.awake.length} awake`)
      const { asleep, awake } = await (where === 'same process' ? inside(scope, questions) : beside(scope, questions, where))
      detail[where] = { asleep, awake }
      figures.push(...figuresOf(where, asleep, awake))
      if (asleep.n < questions.asleep.length)
        notes.push(`${where}: its sleep was over after ${asleep.n} of ${questions.asleep.length} asks`)
      await rm(dirname(scope.folder), { recursive: true, force: true })
    }
    notes.push('not announced: nobody tells that sleep to yield; processor and disk are shared as the system shares them')
    return { figures, notes, detail }
  },
}

function figuresOf(where: Where, asleep: AskTimes, awake: AskTimes): readonly Figure[] {
  const later = asleep.p95Ms - awake.p95Ms
  const isPromised = where !== 'other process, not announced'
  const target = (text: string, met: boolean) => (isPromised ? { target: text, met } : {})
  return [
    { name: `${where}: awake p50 / p95 (n = ${awake.n})`, value: `${ms(awake.p50Ms)} / ${ms(awake.p95Ms)}`, unit: 'ms' },
    { name: `${where}: asleep p50 / p95 (n = ${asleep.n})`, value: `${ms(asleep.p50Ms)} / ${ms(asleep.p95Ms)}`, unit: 'ms' },
    { name: `${where}: p95 later asleep by`, value: Math.round(later), unit: 'ms', ...target(`≤ ${mostLaterMs} ms`, later <= mostLaterMs) },
    {
      name: `${where}: event loop delay p99 asleep (longest ${ms(asleep.loop.longestMs)})`,
      value: Math.round(asleep.loop.p99Ms * 10) / 10,
      unit: 'ms',
      ...target(`< ${mostLoopMs} ms`, asleep.loop.p99Ms < mostLoopMs),
    },
  ]
}

interface Questions {
  readonly asleep: readonly string[]
  readonly awake: readonly string[]
}

/** One question a page, of every second page for either. */
async function questionsOf({ folder }: ScopeFolder): Promise<Questions> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.md')).sort()
  const topics = [...new Set(files.map((file) => basename(file, extname(file)).replaceAll('-', ' ')))]
  const questions = topics.map((topic) => `How do I use ${topic} in an application?`)
  return { asleep: questions.filter((_, at) => at % 2 === 0), awake: questions.filter((_, at) => at % 2 === 1) }
}

interface Cases {
  readonly asleep: AskTimes
  readonly awake: AskTimes
}

async function inside(scope: ScopeFolder, questions: Questions): Promise<Cases> {
  await using reverie = await openReverie({ folder: scope.folder, database: scope.database })
  await reverie.sync()
  await reverie.ask({ question: 'What is this about?' })
  const stop = new AbortController()
  let isOver = false
  const sleeping = reverie.sleep({ signal: stop.signal }).finally(() => {
    isOver = true
  })
  const asleep = await askTimes(reverie, questions.asleep, () => isOver)
  stop.abort()
  await sleeping
  return { asleep, awake: await askTimes(reverie, questions.awake) }
}

async function beside(scope: ScopeFolder, questions: Questions, where: Where): Promise<Cases> {
  const { folder, database } = scope
  await using reverie = await openReverie({ folder, database })
  await reverie.sync()
  await reverie.ask({ question: 'What is this about?' })
  const order: SleepingOrder = { folder, database, how: where === 'other process, announced' ? 'up' : 'sleep' }
  const sleeper = fork(child, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(sleeper, 'exit')
  await Promise.race([
    once(sleeper, 'message'),
    ended.then(() => {
      throw new Error('the sleeping process ended before it began')
    }),
  ])
  const asleep = await askTimes(reverie, questions.asleep, () => sleeper.exitCode !== null)
  if (sleeper.connected) sleeper.send('stop')
  await ended
  return { asleep, awake: await askTimes(reverie, questions.awake) }
}

function ms(value: number): string {
  return value.toFixed(1)
}
