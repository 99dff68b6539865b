import type { Entry } from './entry.ts'

/** The verdict of an absence: it holds until its watch fires. */
export const absenceVerdict = 'nothing answered'

/** Whether an absence stands as it is stored: nothing that could answer it has come since. One that is suspect needs a check. */
export function absenceHolds(entry: Pick<Entry, 'kind' | 'state'>): boolean {
  return entry.kind === 'absence' && entry.state === 'fresh'
}
