import { entriesByExactText } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import { blocksFor, isBlocked } from '../cache/labels/blocks.ts'
import type { Store } from '../spec/store.ts'
import type { AskScope } from './ask-types.ts'

export interface ExactCandidate {
  readonly scope: AskScope
  readonly entry: Entry
  /** Its answer was said to be wrong for this question: never served to it. */
  readonly isBlocked: boolean
}

/** Entries prepared for this question in the same words, in the order of the scopes; no embedding is needed. */
export async function exactCandidates(
  store: Store,
  scopes: readonly AskScope[],
  policy: string,
  question: string,
): Promise<readonly ExactCandidate[]> {
  const found: ExactCandidate[] = []
  for (const scope of scopes) {
    const entries = await entriesByExactText(store.read, scope.scope, policy, question)
    if (entries.length === 0) continue
    const blocks = await blocksFor(store.read, scope.scope, question)
    for (const entry of entries) found.push({ scope, entry, isBlocked: isBlocked(blocks, entry) })
  }
  return found
}

/** What became of a blocked candidate, as views recognise it. */
export const blockedOutcome = 'blocked by feedback: its answer was said to be wrong for this question'
