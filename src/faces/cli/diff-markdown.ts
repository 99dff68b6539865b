import type { DiffItem, DiffList, DiffQuote, DiffView } from '../reverie.ts'
import { filesLine, listMembers, unaffectedLine } from './diff-text.ts'
import { formatCount } from './format-number.ts'
import { formatPlace } from './format-place.ts'
import { printable, printableLine } from './printable.ts'

/** GitHub takes 65,536 characters; what is said of the cut must fit too. */
const longest = 60_000
const longestQuote = 1_000

/**
 * A comparison as a pull-request comment: a line of counts, then each outcome folded. Everything from documents is
 * escaped or stands in a fence, so that it can neither mention anybody nor break out. Under 60,000 characters; what was
 * left out is counted.
 */
export function diffMarkdown(view: DiffView): string {
  const foot = [
    '',
    `${escaped(unaffectedLine(view))}.${predictedText(view)}`,
    ...view.notes.map((note) => `\n${escaped(note)}`),
    '',
    '<sub>Against what is stored; nothing was written and no model was called.</sub>',
    '',
  ].join('\n')
  const parts: string[] = [`### Prepared answers`, '', `${escaped(filesLine(view))}.`, '', countsLine(view), '']
  let left = longest - foot.length - parts.join('\n').length - 200
  let omitted = 0
  for (const { title, blocks } of sections(view)) {
    const open = `<details><summary><b>${title}</b> (${formatCount(blocks.length)})</summary>\n`
    const kept: string[] = []
    left -= open.length + 16
    for (const block of blocks) {
      if (block.length + 2 > left) omitted += 1
      else {
        kept.push(block)
        left -= block.length + 2
      }
    }
    if (kept.length > 0) parts.push(open, kept.join('\n\n'), '', '</details>', '')
  }
  const cut = omitted === 0 ? '' : `\n${formatCount(omitted)} more did not fit into this comment; \`reverie diff --json\` lists them all.\n`
  return `${parts.join('\n')}${cut}${foot}`
}

interface Section {
  readonly title: string
  readonly blocks: readonly string[]
}

function sections(view: DiffView): readonly Section[] {
  const items = (title: string, some: readonly DiffItem[]): Section => ({ title, blocks: some.map(itemBlock) })
  return [
    items('Contradicted', view.contradicted),
    items('Withdrawn', view.withdrawn),
    items('Altered', view.altered),
    items('Made possible', view.possible),
    { title: 'Lists', blocks: view.lists.map(listBlock) },
  ].filter(({ blocks }) => blocks.length > 0)
}

function countsLine(view: DiffView): string {
  const counts = [
    [view.contradicted.length, 'contradicted'],
    [view.withdrawn.length, 'withdrawn'],
    [view.altered.length, 'altered'],
    [view.lists.length, 'lists changed'],
    [view.possible.length, 'made possible'],
    [view.soft.length, 'to be checked'],
  ] as const
  const some = counts.filter(([count]) => count > 0).map(([count, word]) => `**${formatCount(count)}** ${word}`)
  return some.length === 0 ? 'No prepared answer changes.' : some.join(' · ')
}

function itemBlock(item: DiffItem): string {
  const marks = [item.why, item.pinned ? 'pinned' : '', item.asked === 0 ? '' : `asked ${item.asked}×`].filter((mark) => mark !== '')
  const lines = [...quoteLines('-', item.old), ...quoteLines('+', item.new)]
  return [`**${escaped(item.question)}** — ${escaped(marks.join(', '))}`, ...(lines.length === 0 ? [] : ['', fenced(lines)])].join('\n')
}

function listBlock({ question, pinned, removed, added, changed }: DiffList): string {
  const part = (sign: string, members: readonly string[]) => (members.length === 0 ? [] : [`${sign} ${listMembers(members)}`])
  const lines = [...part('-', removed), ...part('+', added), ...part('!', changed)]
  return `**${escaped(question)}**${pinned ? ' — pinned' : ''}\n\n${fenced(lines)}`
}

function quoteLines(sign: '-' | '+', quote: DiffQuote | null): readonly string[] {
  if (quote === null) return []
  const text = printable(quote.quote).trimEnd()
  const shown = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text
  return [`@@ ${formatPlace(quote)} @@`, ...shown.split('\n').map((line) => `${sign} ${line}`)]
}

/** A block of `diff`, its fence longer than any run of back quotes in it. */
function fenced(lines: readonly string[]): string {
  const runs = lines.join('\n').match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)))
  return [`${fence}diff`, ...lines, fence].join('\n')
}

function predictedText({ predicted }: DiffView): string {
  if (predicted.count === 0) return ''
  const examples = predicted.examples.map((text) => `“${escaped(text)}”`).join(', ')
  return ` About ${formatCount(predicted.count)} new questions would be predicted, such as ${examples}.`
}

/** Text on one line that is shown as it stands: no markup, no mention, no reference to an issue. */
function escaped(text: string): string {
  return printableLine(text)
    .replaceAll(/[\\`*_[\]<>#|~&$]/g, '\\$&')
    .replaceAll(/@|#(?=\d)/g, '$&\u200b')
}
