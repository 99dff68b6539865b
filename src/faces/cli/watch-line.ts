import type { WatchedSync } from '../reverie.ts'
import { formatThings } from './format-number.ts'
import { formatDuration } from './format-time.ts'
import { printableLine } from './printable.ts'
import { answersText, documentCounts, hasChanged, passageCounts } from './sync-text.ts'

const words = { added: 'added', changed: 'edited', removed: 'removed', moved: 'moved' } as const

/** One sync of a watch as one line, or null where it found nothing changed. The first always says what is watched. */
export function watchLine({ cause, receipt }: WatchedSync): string | null {
  const { documents, changes, durationMs } = receipt
  if (!hasChanged(receipt)) {
    return cause === 'start' ? `watching ${formatThings(documents.total, 'document')}, none changed (${formatDuration(durationMs)})` : null
  }
  const [only] = changes
  const written = documents.added + documents.changed + documents.moved + documents.removed
  const what =
    only !== undefined && written === 1
      ? `${printableLine(only.path)} ${words[only.kind]}${only.from === null ? '' : ` (was ${printableLine(only.from)})`}`
      : `${formatThings(written, 'document')}: ${documentCounts({ documents: { ...documents, unchanged: 0 } })}`
  const start = cause === 'start' ? `watching ${formatThings(documents.total, 'document')}; ` : ''
  return `${start}${what}; passages: ${passageCounts(receipt)}; answers: ${answersText(receipt.answers)} (${formatDuration(durationMs)})`
}
