import type { Figure } from '../../measurement.ts'
import type { Stream } from '../streams/stream.ts'
import { type Account, breakEvenAsks } from './account.ts'

/** Share of asks whose meaning was asked before at which a stream counts as one where questions recur. */
const recurringShare = 0.3
const leastTimesFewer = 5

export interface Sleeping {
  /** Asks of the whole stream. */
  readonly whole: number
  readonly off: Account
  readonly sleeps: number
  readonly servable: number
  /** The asks alone whose words, or whose meaning where the data tells it, came before: live and with sleep on. */
  readonly again: { readonly off: Account; readonly on: Account }
}

/** One row a way of answering, and what is to be reached. */
export function moneyFigures(
  stream: Stream,
  ways: Readonly<Record<string, Account | null>>,
  { whole, off, sleeps, servable, again }: Sleeping,
): readonly Figure[] {
  const on = ways['sleep on'] ?? off
  const share = recurrence(stream)
  const name = `${stream.name} (n = ${stream.asks.length} of ${whole})`
  const rows = Object.entries(ways).map(
    ([way, account]): Figure => ({
      name: `${name}, ${way}`,
      value: account === null ? 'documents do not fit a prompt' : row(account),
      unit: '',
    }),
  )
  const fewer = timesFewer(off, on)
  const even = breakEvenAsks(on, off)
  const equal = on.judged === 0 || on.right >= off.right
  const recurs = share >= recurringShare
  return [
    { name: `${name}: asks whose words or meaning were asked before`, value: Math.round(share * 1000) / 10, unit: '%' },
    ...rows,
    {
      name: `${name}: test-time tokens, sleep off / on`,
      value: Number(fewer.toFixed(2)),
      unit: '×',
      ...(recurs ? { target: `≥ ${leastTimesFewer} × at equal answers, as questions recur`, met: fewer >= leastTimesFewer && equal } : {}),
    },
    {
      name: `${name}: the same for its ${again.on.asks} asks that recur (${percent(again.on.hits, again.on.asks)} hits; right ${percent(again.off.right, again.off.judged)} off, ${percent(again.on.right, again.on.judged)} on)`,
      value: again.on.asks === 0 ? null : again.on.testTokens === 0 ? 'all' : Number(timesFewer(again.off, again.on).toFixed(2)),
      unit: '×',
    },
    {
      name: `${name}: ${sleeps} sleeps spent, ${servable} answers servable in the end`,
      value: `$${on.sleepUsd.toFixed(3)}`,
      unit: '',
      ...(recurs
        ? {}
        : { target: '$0, or no more than it saved, as questions do not recur', met: on.sleepUsd <= Math.max(0, off.testUsd - on.testUsd) }),
    },
    {
      name: `${name}: break-even`,
      value:
        even === null ? 'never: nothing was saved' : even === 0 ? 'at once: nothing was spent asleep' : `after ${even} asks like these`,
      unit: '',
    },
  ]
}

function row(account: Account): string {
  const { asks, hits, testTokens, totalTokens, testUsd, sleepUsd, meanMs, p95Ms, judged, right, judgedHits, wrongHits, lostHits, wonHits } =
    account
  const parts = [
    `${thousands(testTokens)} test / ${thousands(totalTokens)} total tokens`,
    `$${(testUsd + sleepUsd).toFixed(3)}`,
    `${Math.round(meanMs)} ms mean, ${Math.round(p95Ms)} p95`,
    `${percent(hits, asks)} hits`,
    judged === 0 ? 'no gold' : `${percent(right, judged)} right`,
    ...(judgedHits === 0 ? [] : [`${wrongHits} of ${judgedHits} hits wrong (${lostHits} lost, ${wonHits} won)`]),
  ]
  return parts.join('; ')
}

/** Which asks come again: their words, or their meaning where the data tells it, were asked before. */
export function recurring({ asks }: Stream): readonly boolean[] {
  const seen = new Set<string>()
  return asks.map(({ question, gold }) => {
    const keys = [question.trim().toLowerCase(), ...(gold?.meaning === null || gold?.meaning === undefined ? [] : [`= ${gold.meaning}`])]
    const isAgain = keys.some((key) => seen.has(key))
    for (const key of keys) seen.add(key)
    return isAgain
  })
}

export function recurrence(stream: Stream): number {
  return stream.asks.length === 0 ? 0 : recurring(stream).filter((isAgain) => isAgain).length / stream.asks.length
}

function timesFewer(off: Account, on: Account): number {
  return on.testTokens === 0 ? Number.POSITIVE_INFINITY : off.testTokens / on.testTokens
}

function thousands(tokens: number): string {
  return `${(tokens / 1000).toFixed(0)}k`
}

function percent(part: number, of: number): string {
  return of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`
}
