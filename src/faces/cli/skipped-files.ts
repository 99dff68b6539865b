import type { SyncReceipt } from '../reverie.ts'
import { formatCount, formatThings } from './format-number.ts'
import { printableLine } from './printable.ts'

const pathsShown = 3

/** What a sync did not read, a line a reason: `5 files: binary (a.png, b.png, c.png and 2 more)`. */
export function skippedFileLines(sync: Pick<SyncReceipt, 'skipped'>): readonly string[] {
  return sync.skipped
    .filter(({ count }) => count > 0)
    .map(({ reason, count, paths }) => {
      const named = paths.slice(0, pathsShown).map(printableLine).join(', ')
      const more = count > pathsShown && paths.length > 0 ? ` and ${formatCount(count - Math.min(pathsShown, paths.length))} more` : ''
      return `${formatThings(count, 'file')}: ${reason}${named === '' ? '' : ` (${named}${more})`}`
    })
}
