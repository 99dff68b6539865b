import type { UpEvent } from '../reverie.ts'
import { formatCount, formatSpend, formatThings } from './format-number.ts'
import { formatDuration } from './format-time.ts'
import type { Output } from './output.ts'
import { printableLine } from './printable.ts'
import { sleptLine } from './slept-line.ts'
import { watchLine } from './watch-line.ts'

/** One thing a daemon tells, as a line that opens with its time; null where nothing is to be read. */
export function upLine(event: UpEvent, { style }: Pick<Output, 'style'>): string | null {
  const text = textOf(event)
  return text === null ? null : `${style.dim(new Date(event.at).toLocaleTimeString('sv-SE'))} ${text}`
}

function textOf(event: UpEvent): string | null {
  switch (event.kind) {
    case 'up':
      return `up (process ${event.pid}); Ctrl-C stops it`
    case 'synced':
      return watchLine(event.sync)
    case 'state':
      // How a sleep ended is told by the line of that sleep.
      return event.state === 'awake' && (event.why === 'done' || event.why === 'failed')
        ? null
        : `${event.state}: ${printableLine(event.why)}`
    case 'slept':
      return sleptLine(event.receipt)
    case 'failed': {
      const hint = event.hint === null ? '' : ` ${printableLine(event.hint)}`
      return `a sleep failed: ${printableLine(event.message)}${hint} Again in ${formatDuration(event.againInMs)}.`
    }
    case 'note':
      return printableLine(event.note)
    case 'down':
      return downText(event)
  }
}

function downText({ upMs, slept, idle, failed, prepared, spend }: Extract<UpEvent, { readonly kind: 'down' }>): string {
  const times = slept === 0 ? 'never slept' : `slept ${slept === 1 ? 'once' : `${formatCount(slept)} times`}`
  const nothing = idle === 0 ? '' : slept === idle ? ' with nothing to do' : ` (${formatCount(idle)} with nothing to do)`
  const parts = [
    `${times}${nothing}`,
    ...(failed === 0 ? [] : [`${formatThings(failed, 'sleep')} failed`]),
    `${formatThings(prepared, 'answer')} prepared`,
    `spent ${formatSpend(spend)}`,
  ]
  return `down after ${formatDuration(upMs)}: ${parts.join(', ')}`
}
