import type { StatusView } from '../reverie.ts'
import { economyLines } from './economy-text.ts'
import { formatBytes, formatCount, formatSpend, formatThings } from './format-number.ts'
import { formatPairs, formatTable } from './format-table.ts'
import { formatAgo, formatDuration } from './format-time.ts'
import { matchStatusLines } from './match-status-text.ts'
import { offerLines } from './offer-lines.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** The state of a folder as a person reads it. */
export function statusLines(view: StatusView, now: number, width: number, style: Style): readonly string[] {
  const { database, owed, lastSleep, spend } = view
  const writable = database.writable ? '' : `, cannot be written: ${database.reason ?? 'reason unknown'}`
  const pairs: (readonly [string, string])[] = [
    ['folder', view.folder],
    ['scope', view.scope],
    ['database', `${database.path} (${formatBytes(database.bytes)}${writable})`],
    ['read', `${formatThings(view.documents, 'document')}, ${formatThings(view.passages, 'passage')}`],
    ['distilled', `${formatThings(view.claims, 'claim')}, ${formatThings(view.distillates, 'summary', 'summaries')}`],
    ['questions', counts(unprepared(view.questions))],
    ['answers', counts(view.entries)],
    ['asks', counts(view.asks)],
    ['owed', owedText(owed)],
    ...owed.left.map(
      ({ reason, count }, at) => [at === 0 ? 'left' : '', `${formatThings(count, 'question')}: ${printableLine(reason)}`] as const,
    ),
    ...(view.waiting === 0
      ? []
      : [['waiting', `${formatThings(view.waiting, 'former or imported answer')} for the text they cite`] as const]),
    ...(view.forgotten.count === 0 ? [] : [['forgotten', forgottenText(view.forgotten)] as const]),
    [
      'last sleep',
      lastSleep === null
        ? 'none yet: run reverie sleep'
        : `${formatAgo(lastSleep.at, now)}, ${lastSleep.state}, ${formatDuration(lastSleep.durationMs)}`,
    ],
    ['model', view.model ?? 'none: answers are quotations, and nothing is sent anywhere'],
    ['spent', `asleep ${formatSpend(spend.sleep)}; awake ${formatSpend(spend.ask)}`],
  ]
  return [
    ...formatPairs(pairs, width, ''),
    '',
    ...layerLines(view, width),
    '',
    ...(view.economy === undefined ? [] : [...economyLines(view.economy, view.model !== null, width), '']),
    ...matchStatusLines(view.match, now, width, style),
    ...offerLines(view.offers).map((line) => style.dim(printableLine(line))),
  ]
}

function layerLines({ layers }: StatusView, width: number): readonly string[] {
  const kinds = ['fresh', 'suspect', 'soft', 'stale', 'owed'] as const
  const columns = [{ title: 'layer' }, ...kinds.map((title) => ({ title, align: 'right' as const }))]
  const cell = (count: number) => (count === 0 ? '-' : formatCount(count))
  return formatTable(
    columns,
    layers.map((layer) => [layer.layer, ...kinds.map((kind) => cell(layer[kind]))]),
    width,
  )
}

function forgottenText({ count, pending }: StatusView['forgotten']): string {
  const kept = `${formatThings(count, 'path or question', 'paths and questions')} kept out`
  return pending ? `${kept}; pending: their words may stand in the database file until no other process reads it` : kept
}

function counts(record: Readonly<Record<string, number>>): string {
  const parts = Object.entries(record).filter(([, count]) => count > 0)
  return parts.length === 0 ? 'none' : parts.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ')
}

/** By state `owed` says only that no answer stands; what a sleep would work on is told beside it. */
function unprepared({ owed = 0, ...states }: StatusView['questions']): StatusView['questions'] {
  return { ...states, 'not prepared': owed }
}

function owedText(owed: StatusView['owed']): string {
  const parts = [
    owed.documents > 0 ? formatThings(owed.documents, 'document') : '',
    owed.vectors > 0 ? formatThings(owed.vectors, 'vector') : '',
    owed.questions > 0 ? formatThings(owed.questions, 'question') : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}
