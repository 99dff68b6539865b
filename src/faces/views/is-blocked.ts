import type { ConsideredRecord } from '../../cache/decision-record.ts'

/** Whether a candidate was passed over because it was called wrong for that very question. */
export function isBlocked({ outcome }: ConsideredRecord): boolean {
  return /^blocked\b/.test(outcome)
}
