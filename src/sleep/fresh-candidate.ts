import { entriesById } from '../cache/entries-table.ts'
import { type Entry, entryId } from '../cache/entry.ts'
import { policyDigest } from '../spec/policy.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { isBelowEffort } from './effort-rank.ts'
import type { OwedQuestion } from './owed-questions.ts'
import type { SleepContext } from './sleep-context.ts'

/**
 * The answer that an ask, or a draft asleep, left to the question and that only needs to be verified: nothing it rests on has
 * changed, a search still brings what it quotes, and it was made by the sleep's own model with no less effort than `effort`.
 * Null where there is none: then the question is read anew.
 */
export async function freshCandidate(
  { store, scope, policy, skills }: SleepContext,
  { question, effort, evidence }: { readonly question: OwedQuestion; readonly effort: string; readonly evidence: readonly ScoredUnit[] },
): Promise<Entry | null> {
  const id = entryId(scope, policyDigest(policy), '', question.text)
  const entry = (await entriesById(store.read, scope, [id])).get(id)
  if (entry === undefined || entry.kind !== 'answer' || entry.status !== 'candidate') return null
  if (entry.state !== 'fresh' || (entry.softSince ?? null) !== null) return null
  const { model, recipe } = skills.reader
  if (entry.model !== model || isBelowEffort(entry.effort, effort)) return null
  if (entry.preparedBy === 'sleep' && entry.recipe !== recipe) return null
  const isFound = entry.body.quotes.every((quote) =>
    evidence.some((unit) => unit.passage === quote.passage && unit.version === quote.version),
  )
  return isFound ? entry : null
}
