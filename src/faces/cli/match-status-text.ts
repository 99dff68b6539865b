import { classWords } from '../views/class-words.ts'
import type { MatchStatusView } from '../views/match-view.ts'
import { probabilityText } from '../views/probability-text.ts'
import { formatCount, formatShare, formatThings } from './format-number.ts'
import { formatPairs } from './format-table.ts'
import { formatAgo } from './format-time.ts'
import { certificateText } from './match-why-text.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** How the match decision stands, as `status` prints it. */
export function matchStatusLines(view: MatchStatusView, now: number, width: number, style: Style): readonly string[] {
  const { calibration } = view
  const pairs: (readonly [string, string])[] = [
    ['promise', `at most ${formatShare(view.promise)} of hits wrong`],
    ['measured', measuredText(view.measured)],
    ['certificate', calibration === null ? 'none: nothing decides yet' : certificateOf(calibration.certificate)],
    ['fitted', fittedText(view, now)],
    ['bar', barText(calibration)],
    ['coverage', coverageText(view)],
    ...gateTexts(view, now).map((text, at) => [at === 0 ? 'gate' : '', text] as const),
    ['keys', counts(view.keys)],
  ]
  return [style.bold('match'), ...formatPairs(pairs, width, '  ', { breaksWords: true })]
}

type Calibration = NonNullable<MatchStatusView['calibration']>

/** Whose labels show what: the scope's own, and for the prior those from elsewhere. */
function certificateOf(certificate: Calibration['certificate']): string {
  const { kind, bySource, pooled } = certificate
  const sources = counts(bySource)
  const own = `${certificateText(certificate)}${sources === 'none' ? '' : ` (${sources})`}`
  if (kind === 'certified') return own
  const from = counts(pooled.bySource)
  const words = `${formatCount(pooled.wrong)} of all ${formatCount(pooled.n)} real labels at the bar are wrong`
  return `prior, ${own}${pooled.n === 0 ? '' : `; ${words}${from === 'none' ? '' : ` (${from})`}`}`
}

/** `1 of 214 hits that were judged was wrong: 0.467 % (95 %: 0.012 % to 2.6 %)` */
function measuredText({ judged, wrong, rate, low, high }: MatchStatusView['measured']): string {
  if (rate === null) return 'no hit was judged yet: reverie feedback <ask> right|wrong does, and shadow checks do asleep'
  const hits = `${formatCount(wrong)} of ${formatThings(judged, 'hit')} that ${judged === 1 ? 'was' : 'were'} judged ${wrong === 1 ? 'was' : 'were'} wrong`
  return `${hits}: ${formatShare(rate)} (95 %: ${formatShare(low)} to ${formatShare(high)})`
}

function fittedText({ calibration, labels }: MatchStatusView, now: number): string {
  const own = `own labels by now: ${counts(labels)}`
  if (calibration === null) return `not yet; ${own}`
  const on = counts(calibration.labels)
  if (calibration.kind === 'prior') return `the prior that ships, on ${on}; ${own}`
  return `${formatAgo(calibration.fittedAt, now)}, version ${calibration.version}, on ${on}`
}

function barText(calibration: Calibration | null): string {
  if (calibration === null) return 'none'
  const { bar, expectedRecall } = calibration
  if (bar === null) return 'none holds the promise: no near match is served on its probability alone'
  const recall = expectedRecall === null ? '' : `; ${formatShare(expectedRecall)} of the held-out matches that are right reach it`
  return `probability ${probabilityText(bar)}${recall}`
}

function coverageText({ coverage: { asks, prepared, share } }: MatchStatusView): string {
  if (share === null) return 'no ask in the last 30 days'
  return `${formatShare(share)} of the last ${formatThings(asks, 'ask')} served by a prepared answer (${formatCount(prepared)})`
}

/** A line a closed class. */
function gateTexts({ closed }: MatchStatusView, now: number): readonly string[] {
  if (closed.length === 0) return ['open']
  return closed.map((one) => {
    const reason = one.reason === '' ? '' : `: ${printableLine(one.reason)}`
    return `closed ${formatAgo(one.at, now)} for ${classWords(one.class)}${reason}`
  })
}

function counts(record: Readonly<Partial<Record<string, number>>>): string {
  const parts = Object.entries(record).flatMap(([name, count]) =>
    count === undefined || count === 0 ? [] : [`${formatCount(count)} ${name}`],
  )
  return parts.length === 0 ? 'none' : parts.join(', ')
}
