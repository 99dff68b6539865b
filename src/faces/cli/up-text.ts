import type { UpEvent } from '../reverie.ts'
import { formatDuration } from './format-time.ts'
import type { Output } from './output.ts'
import { printableLine } from './printable.ts'
import { sleepReceiptLines } from './sleep-receipt.ts'
import { watchLine } from './watch-line.ts'

/** One thing a daemon tells, as lines that open with its time; none where nothing is to be read. */
export function upLines(event: UpEvent, { width, style }: Pick<Output, 'width' | 'style'>): readonly string[] {
  const time = style.dim(new Date(event.at).toLocaleTimeString('sv-SE'))
  switch (event.kind) {
    case 'up':
      return [`${time} up (process ${event.pid}); Ctrl-C stops it`]
    case 'synced': {
      const line = watchLine(event.sync)
      return line === null ? [] : [`${time} ${line}`]
    }
    case 'state':
      return [`${time} ${event.state}: ${printableLine(event.why)}`]
    case 'slept': {
      const { receipt } = event
      if (receipt.idle) return [`${time} slept ${formatDuration(receipt.durationMs)}: nothing was to be done`]
      return [
        `${time} slept ${formatDuration(receipt.durationMs)}:`,
        ...sleepReceiptLines(receipt, width, style).map((line) => `  ${line}`),
      ]
    }
    case 'failed': {
      const hint = event.hint === null ? '' : ` ${printableLine(event.hint)}`
      return [`${time} a sleep failed: ${printableLine(event.message)}${hint} Again in ${formatDuration(event.againInMs)}.`]
    }
    case 'note':
      return [`${time} ${printableLine(event.note)}`]
  }
}
