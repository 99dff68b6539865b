import type { BatchReport } from '../../ledger/channels/batch-report.ts'
import { formatCount, formatSpend, formatThings } from './format-number.ts'
import { printableLine } from './printable.ts'

/** What a sleep's receipt says of the calls that are sent together; nothing where none are. */
export function batchLines(report: BatchReport | undefined): readonly string[] {
  if (report === undefined) return []
  const { sent, waiting, expectedBy, answered, used, spend, wasted, returned, problems } = report
  const lines: string[] = []
  const by = expectedBy === null ? '' : `, answers expected by ${new Date(expectedBy).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  if (sent > 0) lines.push(`${formatThings(sent, 'call')} sent in a batch${by}`)
  if (waiting > sent) lines.push(`${formatThings(waiting - sent, 'call')} sent before still out${sent > 0 ? '' : by}`)
  if (answered > 0) lines.push(`${formatThings(answered, 'answer')} came: ${formatSpend(spend)}`)
  if (used > 0) lines.push(`${formatThings(used, 'answer')} used`)
  if (wasted > 0) lines.push(`${formatThings(wasted, 'answer')} paid for that nothing asks for any more`)
  for (const { reason, count } of returned) lines.push(`${formatCount(count)} came back: ${printableLine(reason)}`)
  return [...lines, ...problems.map(printableLine)]
}
