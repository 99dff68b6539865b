import { setTimeout as pause } from 'node:timers/promises'
import { openReverie } from '../../src/faces/open-reverie.ts'
import type { Reverie } from '../../src/faces/reverie.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { atMost, printed, quantile } from './figures.ts'
import { watchLoop } from './loop-stop.ts'
import { copyScope, originOf } from './scope-folder.ts'
import { sleepApart } from './sleep-apart.ts'

const sleepMs = 45_000
const betweenAsksMs = 100
const questions = [
  'How do I return JSON from a handler?',
  'How do I validate a form?',
  'What does the CORS middleware do?',
  'How can I set a cookie?',
  'Which adapters are there?',
] as const

/** How long the event loop of an asking process stops while a sleep runs beside it, and within it. */
export const loopStops: MeasuredPart = {
  name: 'stops',
  about: "longest stop of the asking process's event loop while a sleep runs",
  takes: '2 minutes',
  async run({ data, log }) {
    const origin = originOf('hono', data)
    if (origin === null) return { figures: [], notes: ['stops: its files are not here'] }
    const figures: Figure[] = []
    for (const where of ['another process', 'the same process'] as const) {
      const scope = await copyScope('stops', origin)
      log(`stops: asking for ${sleepMs / 1000} s while a sleep runs in ${where}`)
      await using reverie = await openReverie(scope)
      await reverie.sync()
      await reverie.ask({ question: questions[0] })
      const loop = watchLoop()
      const slept = where === 'the same process' ? sleepHere(reverie) : sleepApart({ ...scope, stopAfterMs: sleepMs })
      const times = await askUntil(slept, reverie)
      const { longestMs, p99Ms, longestBusyMs } = loop.read()
      figures.push(
        atMost(`longest stop of the asking loop, a first sleep in ${where}`, longestMs, 'ms', 50),
        printed('of it at most the processor time of its own work in one turn', longestBusyMs, 'ms'),
        printed('its 99th percentile', p99Ms, 'ms'),
        printed(`an ask meanwhile, p50 of ${times.length}`, quantile(times, 0.5), 'ms'),
        printed(`an ask meanwhile, p95`, quantile(times, 0.95), 'ms'),
      )
    }
    return { figures, notes: [`stops: the first ${sleepMs / 1000} s of a first sleep over hono, an ask every ${betweenAsksMs} ms`] }
  },
}

async function sleepHere(reverie: Reverie): Promise<void> {
  await reverie.sleep({ signal: AbortSignal.timeout(sleepMs) })
}

async function askUntil(slept: Promise<unknown>, reverie: Reverie): Promise<readonly number[]> {
  const times: number[] = []
  let ended = false
  const settled = slept.finally(() => {
    ended = true
  })
  // Awaited below; a failure in between must not count as unhandled.
  settled.catch(() => {})
  for (let at = 0; !ended; at++) {
    const question = questions[at % questions.length] ?? questions[0]
    const { timings } = await reverie.ask({ question, mode: at % 2 === 0 ? 'live' : 'prepared' })
    times.push(timings.totalMs)
    await pause(betweenAsksMs)
  }
  await settled
  return times
}
