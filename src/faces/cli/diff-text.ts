import type { DiffItem, DiffList, DiffQuote, DiffView } from '../reverie.ts'
import { fitText } from './fit-text.ts'
import { focusPair } from './focus-pair.ts'
import { formatCount, formatThings } from './format-number.ts'
import { formatPlace } from './format-place.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** Longest line of a quotation where the screen sets no width. */
const longestQuote = 240
const membersShown = 8

/** A comparison as a person reads it: the files, then the answers by what becomes of them, at most `limit` of each. */
export function diffLines(view: DiffView, limit: number, width: number, style: Style): readonly string[] {
  const named = { withdrawn: style.bad, altered: style.careful, contradicted: style.bad, possible: style.good }
  const section = (title: string, paint: (text: string) => string, items: readonly DiffItem[]): readonly string[] =>
    items.length === 0
      ? []
      : ['', paint(`${title} (${formatCount(items.length)})`), ...shown(items, limit, (item) => itemLines(item, width, style))]
  return [
    filesLine(view),
    ...section('withdrawn', named.withdrawn, view.withdrawn),
    ...section('altered', named.altered, view.altered),
    ...section('contradicted', named.contradicted, view.contradicted),
    ...section('made possible', named.possible, view.possible),
    ...(view.lists.length === 0
      ? []
      : ['', style.careful(`lists (${formatCount(view.lists.length)})`), ...shown(view.lists, limit, (list) => listLines(list, width))]),
    ...softLines(view, style),
    '',
    unaffectedLine(view),
    ...predictedLines(view),
    ...view.notes.map((note) => style.careful(printableLine(note))),
    ...skippedLines(view),
  ]
}

function shown<Item>(items: readonly Item[], limit: number, lines: (item: Item) => readonly string[]): readonly string[] {
  const left = items.length - limit
  return [
    ...items.slice(0, limit).flatMap(lines),
    ...(left > 0 ? [`  and ${formatCount(left)} more (--limit ${items.length}, or --json for all)`] : []),
  ]
}

/** `origin/main..HEAD against what is stored: 2 changed, 1 new, 1 renamed` */
export function filesLine({ compared, files }: DiffView): string {
  const counts = [
    [files.changed.length, 'changed'],
    [files.added.length, 'new'],
    [files.removed.length, 'removed'],
    [files.renamed.length, 'renamed'],
    [files.alreadyStored, 'already read'],
  ] as const
  const some = counts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`)
  return `${printableLine(compared.label)} against what is stored: ${some.length === 0 ? 'no file differs' : some.join(', ')}`
}

function itemLines(item: DiffItem, width: number, style: Style): readonly string[] {
  const marks = [item.pinned ? 'pinned' : '', item.asked === 0 ? '' : `asked ${item.asked}×`].filter((mark) => mark !== '')
  const head = `  ${printableLine(item.question)}${style.dim(`  ${[printableLine(item.why), ...marks].join(', ')}`)}`
  const places = [item.old, item.new].map((quote) => (quote === null ? '' : formatPlace(quote)))
  const room = Math.min(width, longestQuote) - 8 - Math.max(...places.map((place) => place.length))
  const [old, now] = focusPair(words(item.old), words(item.new), room)
  const line = (sign: string, paint: (text: string) => string, quote: DiffQuote | null, text: string) =>
    quote === null ? [] : [`    ${paint(sign)} ${style.place(formatPlace(quote))}  ${fitText(text, Math.max(24, room))}`]
  return [head, ...line('-', style.bad, item.old, old), ...line('+', style.good, item.new, now)]
}

const words = (quote: DiffQuote | null): string => (quote === null ? '' : printableLine(quote.quote))

function listLines(list: DiffList, width: number): readonly string[] {
  const part = (sign: string, members: readonly string[]) =>
    members.length === 0 ? [] : [fitText(`    ${sign} ${listMembers(members)}`, Math.min(width, longestQuote))]
  return [
    `  ${printableLine(list.question)}${list.pinned ? '  pinned' : ''}`,
    ...part('-', list.removed),
    ...part('+', list.added),
    ...part('~', list.changed),
  ]
}

/** The first members by name, and how many more. */
export function listMembers(members: readonly string[]): string {
  const more = members.length - membersShown
  return `${members.slice(0, membersShown).map(printableLine).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`
}

function softLines({ soft }: DiffView, style: Style): readonly string[] {
  if (soft.length === 0) return []
  const reasons = [...Map.groupBy(soft, ({ why }) => why)].sort(([, a], [, b]) => b.length - a.length)
  return [
    '',
    style.bold(`soft (${formatCount(soft.length)})`),
    ...reasons.map(([why, items]) => `  ${formatCount(items.length)}  ${printableLine(why)}`),
  ]
}

export function unaffectedLine({ unaffected, held }: DiffView): string {
  const reached = Object.values(held).reduce((sum, count) => sum + count, 0)
  const stopped = reached === 0 ? '' : `, ${formatCount(reached)} of them reached by the change and still right`
  return `${formatThings(unaffected, 'prepared answer')} unaffected${stopped}`
}

function predictedLines({ predicted }: DiffView): readonly string[] {
  if (predicted.count === 0) return []
  const left = predicted.left === 0 ? '' : ` (${formatCount(predicted.left)} more files not read)`
  return [
    `About ${formatThings(predicted.count, 'new question')} would be predicted of ${formatThings(predicted.documents, 'file')}${left}:`,
    ...predicted.examples.map((text) => `  ${printableLine(text)}`),
  ]
}

function skippedLines({ files }: DiffView): readonly string[] {
  return [...Map.groupBy(files.skipped, ({ reason }) => reason)].map(([reason, some]) => {
    const paths = some.slice(0, 3).map(({ path }) => printableLine(path))
    return `${formatThings(some.length, 'file')} not read: ${printableLine(reason)} (${paths.join(', ')}${some.length > 3 ? ', …' : ''})`
  })
}
