import type { Claim, ClaimDraft } from '../../spec/claim.ts'
import { statesTheSame } from './states-the-same.ts'

/** A claim made again, and the former one that says the same: keep that one's id and text with the new quotes. */
export interface SameClaim<Old extends ClaimDraft = Claim> {
  readonly old: Old
  readonly made: ClaimDraft
}

const leastOverlap = 0.7

/**
 * Matches claims made anew with those there were: the same type and value, about the same subject or passage, the same
 * facts, most other words in common. Each old and each new claim is matched once, equal texts first; what says the same
 * as several others is left alone. A judgement: it waits for a sleep, and can be switched off.
 */
export function sameClaims<Old extends ClaimDraft>(old: readonly Old[], made: readonly ClaimDraft[]): readonly SameClaim<Old>[] {
  const pairs: SameClaim<Old>[] = []
  const taken = new Set<ClaimDraft>()
  for (const draft of made) {
    const equal = old.find((one) => !taken.has(one) && one.type === draft.type && one.value === draft.value && one.text === draft.text)
    if (equal === undefined) continue
    pairs.push({ old: equal, made: draft })
    taken.add(equal).add(draft)
  }
  const isOpen = (one: ClaimDraft): boolean => !taken.has(one)
  const candidates = made.filter(isOpen).map((draft) => ({ draft, likes: old.filter((one) => isOpen(one) && sameClaim(one, draft)) }))
  const rivals = new Map<ClaimDraft, number>()
  for (const { likes } of candidates) for (const one of likes) rivals.set(one, (rivals.get(one) ?? 0) + 1)
  for (const { draft, likes } of candidates) {
    const [only] = likes
    if (only !== undefined && likes.length === 1 && rivals.get(only) === 1) pairs.push({ old: only, made: draft })
  }
  return pairs
}

function sameClaim(old: ClaimDraft, made: ClaimDraft): boolean {
  if (old.type !== made.type || (old.value ?? '') !== (made.value ?? '')) return false
  if (!statesTheSame(old.text, made.text, leastOverlap)) return false
  // What one says of a thing the other may say of another.
  return old.subject === made.subject || statesTheSame(old.subject, made.subject, leastOverlap)
}
