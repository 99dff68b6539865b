import stringWidth from 'string-width'
import { classWords } from '../views/class-words.ts'
import type { CalibrationView, CandidateView, MatchDecisionView } from '../views/match-view.ts'
import { probabilityText } from '../views/probability-text.ts'
import { padText } from './fit-text.ts'
import { formatCount, formatShare, formatThings } from './format-number.ts'
import { formatTable } from './format-table.ts'
import { formatAgo } from './format-time.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'
import { wrapText } from './wrap-text.ts'

/** Features of a candidate that are shown, weightiest first. */
const shownFeatures = 6

/** The one sentence an ask came to, broken into lines; its first word in colour. */
export function verdictLines({ verdict }: MatchDecisionView, width: number, style: Style): readonly string[] {
  const lines = wrapText(printableLine(verdict), width, { breaksWords: true })
  const [served = ''] = verdict.split(':')
  const paint = { hit: style.good, adapted: style.good, live: style.careful }[served] ?? style.bad
  return lines.map((line, at) =>
    at === 0 && line.startsWith(served) ? `${paint(served)}${style.bold(line.slice(served.length))}` : style.bold(line),
  )
}

/** What the decision went by, as label and value. */
export function decisionPairs(match: MatchDecisionView, now: number): readonly (readonly [string, string])[] {
  const { adaptation, promise, version, calibration, gate, feedback } = match
  return [
    ...(match.standAlone === null ? [] : [['asked as', `“${printableLine(match.standAlone)}”, to stand alone`] as const]),
    ...(adaptation === null ? [] : [['changed', `${printableLine(adaptation.what)} (${printableLine(adaptation.kind)})`] as const]),
    ...(feedback === null ? [] : [['feedback', feedbackText(feedback, now)] as const]),
    ...(gate !== null || match.class === null ? [] : [['class', printableLine(match.class)] as const]),
    ...(gate === null ? [] : [['gate', `${gate} for ${printableLine(classWords(match.class))}`] as const]),
    ...(promise === null ? [] : [['promise', `at most ${formatShare(promise)} of hits wrong`] as const]),
    ...(version === null ? [] : [['decided by', calibrationText(version, calibration, now)] as const]),
  ]
}

function feedbackText({ verdict, note, at }: NonNullable<MatchDecisionView['feedback']>, now: number): string {
  return `${verdict}, ${formatAgo(at, now)}${note === null ? '' : `: ${printableLine(note)}`}`
}

/** `calibration 3, the scope's own, fitted 2 h ago: certified on 412 own real labels` */
function calibrationText(version: number, view: CalibrationView | null, now: number): string {
  if (view === null) return version === 0 ? 'the prior that ships' : `calibration ${version}, which is no longer stored`
  const name = version === 0 ? 'the prior that ships' : `calibration ${version}, the scope's own, fitted ${formatAgo(view.fittedAt, now)}`
  return `${name}: ${certificateText(view.certificate)}`
}

/** `certified on 412 own real labels`, or `not certified: 214 of 299 own real labels yet`. */
export function certificateText({ kind, n, wrong, needed }: CalibrationView['certificate']): string {
  const wrongOnes = wrong === 0 ? '' : `, ${formatCount(wrong)} of them wrong`
  return kind === 'certified'
    ? `certified on ${formatThings(n, 'own real label')}${wrongOnes}`
    : `not certified: ${formatCount(n)} of ${formatCount(n + needed)} own real labels yet${wrongOnes}`
}

/** The candidates as a table, a block each: its figures and what became of it, then what speaks for and against it. */
export function candidateLines(
  candidates: readonly CandidateView[],
  width: number,
  style: Style,
  { features = false } = {},
): readonly string[] {
  if (candidates.length === 0) return []
  const titles = ['', 'alike', 'margin', 'probability', 'bar']
  const columns = [...titles.map((title) => ({ title, align: 'right' as const })), { title: 'outcome' }]
  const rows = candidates.map((one, at) => [
    String(at + 1),
    one.similarity.toFixed(3),
    figure(one.margin),
    one.probability === null ? '-' : probabilityText(one.probability),
    one.bar === null ? '-' : probabilityText(one.bar),
    '',
  ])
  const [head = '', ...figures] = formatTable(columns, rows, Number.POSITIVE_INFINITY)
  const before = Math.max(...figures.map((line) => stringWidth(line))) + 2
  const room = Math.max(16, width - before)
  const indent = ' '.repeat(String(candidates.length).length + 2)
  return [
    head,
    ...candidates.flatMap((one, at) => {
      const paint = one.isServed ? style.good : one.isBlocked ? style.bad : (text: string) => text
      const outcome = wrapText(printableLine(one.outcome) || '-', room, { breaksWords: true })
      return [
        ...outcome.map((line, index) => `${padText(index === 0 ? (figures[at] ?? '') : '', before)}${paint(line)}`),
        ...remarks(one, features).flatMap((remark) =>
          wrapText(printableLine(remark), Math.max(16, width - indent.length - 2), { breaksWords: true }).map(
            (line, index) => `${indent}${index === 0 ? '' : '  '}${line}`,
          ),
        ),
      ]
    }),
  ]
}

function remarks(one: CandidateView, features: boolean): readonly string[] {
  return [
    `“${one.preparedFor}” (${one.entry.slice(0, 8)})`,
    ...one.guards.map(({ guard, saw, resolved }) => `guard ${guard}: ${saw}${resolved ? ', settled by the quotation' : ''}`),
    ...(one.verdict === null ? [] : [`verifier: ${one.verdict}`]),
    ...(one.freshness === null ? [] : [`sources: ${one.freshness}`]),
    ...(one.state === 'fresh' ? [] : [`now ${one.state}`]),
    ...(features && one.features.length > 0 ? [`log-odds by feature: ${featuresText(one)}`] : []),
  ]
}

function featuresText({ features }: CandidateView): string {
  const shown = features
    .slice(0, shownFeatures)
    .map(({ feature, value, contribution }) => `${feature} ${signed(contribution)} (${figure(value)})`)
  const rest = features.slice(shownFeatures)
  const others = rest.reduce((sum, { contribution }) => sum + contribution, 0)
  return [...shown, ...(rest.length === 0 ? [] : [`${rest.length} others ${signed(others)}`])].join(', ')
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
}

function figure(value: number | null): string {
  return value === null ? '-' : Number.isInteger(value) && value !== 0 ? String(value) : value.toFixed(3)
}
