import type { SleepReceipt } from '../reverie.ts'
import { batchLines } from './batch-lines.ts'
import { formatCounts } from './format-counts.ts'
import { formatCount, formatSpend, formatThings } from './format-number.ts'
import { formatPairs } from './format-table.ts'
import { formatDuration } from './format-time.ts'
import { printableLine } from './printable.ts'
import { skippedFileLines } from './skipped-files.ts'
import type { Style } from './style.ts'

const failuresShown = 10

/** A sleep's receipt in plain English: read, made, reused, skipped and why, failed, spent, ready. */
export function sleepReceiptLines(receipt: SleepReceipt, width: number, style: Style): readonly string[] {
  const { documents } = receipt.sync
  if (receipt.idle) {
    const rest = [`${formatThings(documents.total, 'document')} unchanged`, `${formatThings(receipt.servable, 'prepared answer')} ready`]
    const skips = skippedLines(receipt)
    const nothing = receipt.worth?.startsWith('Nothing was worth doing') === true ? printableLine(receipt.worth) : null
    return [
      ...(nothing === null ? [] : [nothing]),
      `${nothing === null ? 'Nothing to do' : 'As it was'}: ${rest.join(', ')} (${formatDuration(receipt.durationMs)}).`,
      ...formatPairs(
        skips.map((line, index) => [index === 0 ? 'skipped' : '', line] as const),
        width,
      ),
    ]
  }
  const pairs: [string, string][] = []
  const add = (label: string, lines: readonly string[]) => {
    for (const [index, line] of lines.entries()) pairs.push([index === 0 ? label : '', line])
  }
  add('read', readLines(receipt))
  add('made', countsLine(receipt.produced))
  add('reused', countsLine(receipt.reused))
  add('withdrawn', receipt.withdrawn === 0 ? [] : [withdrawnLine(receipt)])
  add('planned', planLinesOf(receipt))
  add('skipped', skippedLines(receipt))
  add('failed', failedLines(receipt))
  add('batch', batchLines(receipt.batch))
  add('spent', [
    formatSpend(receipt.spend) === 'nothing'
      ? (receipt.batch?.sent ?? 0) + (receipt.batch?.answered ?? 0) > 0
        ? 'nothing at once'
        : 'nothing (no model was called)'
      : formatSpend(receipt.spend),
  ])
  add('ready', [readyLine(receipt)])
  return [
    headline(receipt, style),
    ...formatPairs(pairs, width),
    ...receipt.sync.warnings.map((warning) => style.careful(printableLine(warning))),
  ]
}

function headline(receipt: SleepReceipt, style: Style): string {
  const time = formatDuration(receipt.durationMs)
  if (receipt.stoppedBy === 'budget' && receipt.spend.inputTokens === 0)
    return style.careful(
      `Stopped at the budget after ${time}: it is too small for the first call, which reserves its longest answer (8,000 tokens and the prompt for a document). Raise --budget.`,
    )
  if (receipt.stoppedBy === 'budget')
    return style.careful(`Stopped at the budget after ${time}; everything finished is kept, and the next sleep goes on from here.`)
  if (receipt.stoppedBy === 'time')
    return style.bold(`Stopped when its time was over, after ${time}; everything finished is kept, and the next sleep goes on from here.`)
  if (receipt.stoppedBy === 'aborted')
    return style.careful(`Interrupted after ${time}; everything finished is kept, and running it again continues.`)
  return style.bold(`Slept ${time}.`)
}

function readLines({ sync }: SleepReceipt): readonly string[] {
  const { total, added, changed, removed, moved } = sync.documents
  const news = [
    [added, 'new'],
    [changed, 'changed'],
    [moved, 'moved'],
    [removed, 'removed'],
  ] as const
  const text = news.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`)
  const masked = sync.maskedCredentials === 0 ? [] : [`${formatThings(sync.maskedCredentials, 'credential')} masked in the text`]
  return [
    `${formatThings(total, 'document')} (${text.length === 0 ? 'none changed' : text.join(', ')}), ${formatThings(sync.passages.total, 'passage')}`,
    ...masked,
  ]
}

function countsLine(counts: Readonly<Record<string, number>>): readonly string[] {
  const text = formatCounts(counts)
  return text === '' ? [] : [text]
}

function planLinesOf({ plan, worth }: SleepReceipt): readonly string[] {
  const told = worth === undefined ? [] : [printableLine(worth)]
  if (plan === undefined) return told
  const levels = Object.entries(plan.prepared).map(([level, count]) =>
    level === 'evidence' ? formatThings(count, 'question with its evidence', 'questions with their evidence') : formatThings(count, level),
  )
  const left = plan.skipped.map(({ reason, count }) => `${formatCount(count)} left: ${printableLine(reason)}`)
  return [
    `${formatThings(plan.considered, 'question')} weighed: ${levels.length === 0 ? 'none chosen' : levels.join(', ')}`,
    ...left,
    ...told,
  ]
}

function withdrawnLine(receipt: SleepReceipt): string {
  return `${formatThings(receipt.withdrawn, 'prepared answer')} whose source changed; ${formatCount(receipt.redone)} made again`
}

function skippedLines(receipt: SleepReceipt): readonly string[] {
  const files = skippedFileLines(receipt.sync)
  const work = Map.groupBy(receipt.skipped, ({ reason }) => reasonWithoutFigure(reason))
  const counts = [...work].map(([reason, group]) => [reason, group.reduce((sum, { count }) => sum + count, 0)] as const)
  return [...files, ...counts.filter(([, count]) => count > 0).map(([reason, count]) => `${formatCount(count)}: ${reason}`)]
}

/** Reasons that differ in a measured figure alone are one reason to a person; --json keeps them apart. */
function reasonWithoutFigure(reason: string): string {
  return printableLine(reason).replace(/ \((?:\w+ )?[\d.,]+\)$/, '')
}

function failedLines({ failed, hints = [] }: SleepReceipt): readonly string[] {
  if (failed.length === 0) return ['nothing']
  const remedies = hints.map(printableLine)
  const lines = failed.slice(0, failuresShown).map(({ item, stage, reason }) => printableLine(`${item} (${stage}): ${reason}`))
  const more = failed.length > failuresShown ? [`and ${formatCount(failed.length - failuresShown)} more (--json lists them)`] : []
  return [...lines, ...more, ...remedies]
}

function readyLine(receipt: SleepReceipt): string {
  const parts = [formatThings(receipt.servable, 'prepared answer')]
  if (receipt.askableAfterMs !== null) parts.push(`one could ask after ${formatDuration(receipt.askableAfterMs)}`)
  if (receipt.preparedAfterMs !== null) parts.push(`the first prepared answer stood after ${formatDuration(receipt.preparedAfterMs)}`)
  return parts.join('; ')
}
