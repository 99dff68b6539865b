/** How often a document changed, as stored with it. */
export interface ChangeCount {
  /** Changes of its text since it is known, faded to when it was last committed. */
  readonly changes: number
  /** When it was first committed, epoch ms; 0 where that is not known: then since it was last. */
  readonly firstAt: number
  readonly committedAt: number
}

const day = 86_400_000
/** What lies this far back counts half, in ms. */
const halfLife = 60 * day

/** The count as of `now` (epoch ms). */
export function changesAt({ changes, committedAt }: ChangeCount, now: number): number {
  return changes * fade(now - committedAt)
}

/** Days it was watched, faded as its changes are, so that their quotient is a rate. */
export function watchedDays({ firstAt, committedAt }: ChangeCount, now: number): number {
  const since = firstAt === 0 ? committedAt : firstAt
  return ((halfLife / Math.LN2) * (1 - fade(now - since))) / day
}

/** The count to store with another commit at `now`. */
export function countChange(before: ChangeCount | null, isChanged: boolean, now: number): Pick<ChangeCount, 'changes' | 'firstAt'> {
  if (before === null) return { changes: 0, firstAt: now }
  const firstAt = before.firstAt === 0 ? before.committedAt : before.firstAt
  return { changes: changesAt(before, now) + (isChanged ? 1 : 0), firstAt }
}

/** A clock that was set back fades nothing. */
function fade(ms: number): number {
  return 2 ** (-Math.max(0, ms) / halfLife)
}
