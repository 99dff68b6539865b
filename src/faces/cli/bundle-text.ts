import type { ExportReceipt, ImportReceipt } from '../reverie.ts'
import { formatCounts } from './format-counts.ts'
import { formatBytes, formatCount, formatThings } from './format-number.ts'
import { formatPairs } from './format-table.ts'
import { formatAgo, formatDuration } from './format-time.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

const leftOutWords: Readonly<Record<keyof ExportReceipt['leftOut'], string>> = {
  asked: 'asked by people alone (--asked takes them along)',
  localOnly: 'of paths that stay on this machine',
  forgotten: 'forgotten',
  changed: 'not current now',
  unfit: 'too long, or with control characters',
}

/** An export's receipt: what was written, what was left out and why, and the digest an import can be held to. */
export function exportLines(receipt: ExportReceipt, width: number, style: Style): readonly string[] {
  const { entries, questions, summaries, claims } = receipt.counts
  const where = receipt.to === null ? 'the bundle' : printableLine(receipt.to)
  const counts = formatCounts({ 'prepared answers': entries, questions, summaries, claims })
  const pairs: [string, string][] = [['holds', counts === '' ? 'nothing: run reverie sleep first' : counts]]
  let label = 'left out'
  for (const [why, words] of Object.entries(leftOutWords)) {
    const count = receipt.leftOut[why as keyof ExportReceipt['leftOut']]
    if (count === 0) continue
    pairs.push([label, `${formatCount(count)}: ${words}`])
    label = ''
  }
  pairs.push(['digest', receipt.digest], ['signed', receipt.signed ? 'yes' : 'no'])
  return [style.bold(`Wrote ${where} (${formatBytes(receipt.bytes)}).`), ...formatPairs(pairs, width)]
}

export interface ImportView {
  readonly now: number
  readonly width: number
  readonly style: Style
}

/** An import's receipt: how many answers hold now, how many wait for their texts, how many were refused and why. */
export function importLines(receipt: ImportReceipt, { now, width, style }: ImportView): readonly string[] {
  const { bundle, entries, summaries, questions, vectors } = receipt
  const pairs: [string, string][] = []
  const add = (label: string, lines: readonly string[]) => {
    for (const [index, line] of lines.entries()) pairs.push([index === 0 ? label : '', line])
  }
  add('answers', [
    parts([
      [entries.held, 'served from now on'],
      [entries.kept, 'here already'],
      [entries.waiting, 'wait for the texts they cite'],
    ]),
  ])
  add('summaries', [
    parts([
      [summaries.held, 'taken over'],
      [summaries.kept, 'here already'],
      [summaries.differ, 'of files that differ here'],
    ]),
  ])
  add('questions', [`${formatCount(questions.added)} more`])
  add('vectors', [
    parts([
      [vectors.taken, 'came along'],
      [vectors.owed, 'are owed to the next sleep'],
    ]),
  ])
  add('refused', refusedLines(receipt))
  const trust = receipt.isVerified ? 'signature checked' : 'signature not asked for'
  add('bundle', [`scope "${printableLine(bundle.scope)}", made ${formatAgo(bundle.madeAt, now)}, ${trust}`, bundle.digest])
  const head = `Imported in ${formatDuration(receipt.durationMs)}: ${formatThings(entries.held + entries.kept, 'prepared answer')} of ${formatCount(entries.total)} hold now.`
  return [style.bold(head), ...formatPairs(pairs, width), ...warnings(receipt).map((line) => style.careful(line))]
}

function parts(counts: readonly (readonly [number, string])[]): string {
  const text = counts.filter(([count]) => count > 0).map(([count, words]) => `${formatCount(count)} ${words}`)
  return text.length === 0 ? 'none' : text.join(', ')
}

function refusedLines({ entries, summaries }: ImportReceipt): readonly string[] {
  const lines = [
    ...entries.refused.map(({ reason, count }) => `${formatThings(count, 'answer')}: ${reason}`),
    ...summaries.refused.map(({ reason, count }) => `${formatThings(count, 'summary', 'summaries')}: ${reason}`),
  ]
  return lines.length === 0 ? ['nothing'] : lines
}

function warnings({ isSamePolicy, isSameEmbedder }: ImportReceipt): readonly string[] {
  return [
    ...(isSamePolicy ? [] : ['Its answers were prepared under another policy: they are served only to asks under that one.']),
    ...(isSameEmbedder ? [] : ['Its vectors are of another embedder: questions in other words are matched after the next sleep.']),
  ]
}
