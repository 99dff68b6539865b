import type { SleepReceipt } from '../reverie.ts'
import { formatCounts } from './format-counts.ts'
import { formatCount, formatSpend, formatThings } from './format-number.ts'
import { formatDuration } from './format-time.ts'
import { printableLine } from './printable.ts'

const ended = { done: '', budget: ', stopped at the budget', time: ', stopped when its time was over', aborted: ', interrupted' } as const

/** A sleep's receipt in one line, for whoever sleeps again and again; `sleep` prints all of it, and --json holds it. */
export function sleptLine(receipt: SleepReceipt): string {
  const { produced, withdrawn, failed, hints = [], batch, spend, servable, stoppedBy, worth } = receipt
  const slept = `slept ${formatDuration(receipt.durationMs)}${ended[stoppedBy]}`
  const ready = `${formatThings(servable, 'prepared answer')} ready`
  if (receipt.idle) return `${slept}: nothing to do; ${ready}`
  const made = formatCounts(produced)
  const [first] = failed
  const out = (batch?.waiting ?? 0) > 0 ? [`${formatCount(batch?.waiting ?? 0)} answers of a batch are waited for`] : []
  const isTooSmall = stoppedBy === 'budget' && spend.inputTokens === 0
  const parts = [
    made === '' ? (worth?.startsWith('Nothing') === true ? printableLine(worth).replace(/\.$/, '') : 'made nothing') : `made ${made}`,
    ...(withdrawn === 0 ? [] : [`${formatThings(withdrawn, 'answer')} withdrawn, ${formatCount(receipt.redone)} made again`]),
    ...(first === undefined ? [] : [`${formatCount(failed.length)} failed, such as ${printableLine(`${first.item}: ${first.reason}`)}`]),
    ...out,
    ...hints.map((hint) => printableLine(hint).replace(/\.$/, '')),
    ...(formatSpend(spend) === 'nothing' ? [] : [`spent ${formatSpend(spend)}`]),
    ...(isTooSmall ? ['the budget is too small for the first call: raise --budget'] : []),
    ready,
  ]
  return `${slept}: ${parts.join('; ')}`
}
