import type { LedgerTotalView, LedgerView } from '../views/ledger-view.ts'
import { formatCount, formatThings, formatUsd } from './format-number.ts'
import { formatPairs, formatTable } from './format-table.ts'
import { formatDuration } from './format-time.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

const microsPerDollar = 1_000_000
const nobody = { predictor: '(none)', region: '(none)' } as const

/** The ledger as a person reads it: what was spent by each respect, what was saved, and what is left of it. */
export function ledgerLines(view: LedgerView, width: number, style: Style): readonly string[] {
  const { spent, saved } = view
  const from = view.since === null ? 'from the beginning' : `from ${time(view.since)}`
  const heading = style.dim(`${from} until ${time(view.until)}, in UTC`)
  if (spent.calls === 0 && saved.answers === 0) return [heading, 'Nothing was spent, nothing was saved.', ...view.notes]
  const open =
    spent.openCalls === 0 ? '' : `, ${formatThings(spent.openCalls, 'call')} of it open (${formatCount(spent.openTokens)} tokens)`
  const pairs = [
    ['spent', `${money(spent.micros)}, ${formatThings(spent.tokens, 'token')} in ${formatThings(spent.calls, 'call')}${open}`],
    [
      'saved',
      `${saved.unpricedAnswers === saved.answers ? '' : `${money(saved.micros)}, `}${formatThings(saved.tokens, 'token')}, ${formatDuration(saved.ms)} by ${formatThings(saved.answers, 'prepared answer')}`,
    ],
    ['net', view.netUsd === null ? 'not known in money' : `${view.netUsd < 0 ? '-' : ''}${formatUsd(Math.abs(view.netUsd))}`],
  ] as const
  return [
    heading,
    ...formatPairs(pairs, width),
    ...spentTable(view, width),
    ...savedTable(view, width),
    ...view.notes.flatMap((note) => ['', note]),
  ]
}

function spentTable({ totals }: LedgerView, width: number): readonly string[] {
  if (totals.length === 0) return []
  const rows = totals.map(({ by, name, spent }, at) => [
    totals[at - 1]?.by === by ? '' : by,
    money(spent.micros),
    formatCount(spent.tokens),
    formatCount(spent.cachedTokens),
    formatCount(spent.reasoningTokens),
    formatCount(spent.openTokens),
    formatCount(spent.calls),
    nameOf(by, name),
  ])
  const numbers = ['spent', 'tokens', 'cached', 'reasoning', 'open', 'calls'].map((title) => ({ title, align: 'right' as const }))
  return ['', ...formatTable([{ title: 'by' }, ...numbers, { title: '' }], rows, width)]
}

function savedTable({ savedBy }: LedgerView, width: number): readonly string[] {
  if (savedBy.length === 0) return []
  const rows = savedBy.map(({ served, predictor, region, answers, tokens, micros, unpricedAnswers }) => [
    `saved by ${served}`,
    unpricedAnswers === answers ? '' : money(micros),
    formatCount(tokens),
    formatCount(answers),
    printableLine(`${predictor === '' ? nobody.predictor : predictor} · ${region === '' ? nobody.region : region}`),
  ])
  const numbers = ['saved', 'tokens', 'answers'].map((title) => ({ title, align: 'right' as const }))
  return ['', ...formatTable([{ title: '' }, ...numbers, { title: 'predictors · region' }], rows, width)]
}

function nameOf(by: LedgerTotalView['by'], name: string): string {
  if (name === '' && (by === 'predictor' || by === 'region')) return nobody[by]
  return printableLine(name)
}

function money(micros: number): string {
  return micros < 0 ? `-${formatUsd(-micros / microsPerDollar)}` : formatUsd(micros / microsPerDollar)
}

function time(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}
