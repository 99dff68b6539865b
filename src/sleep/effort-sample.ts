import { entriesById } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import { digest } from '../spec/digest.ts'
import { policyDigest } from '../spec/policy.ts'
import type { SleepContext } from './sleep-context.ts'

/** Part of the answers made that is compared with live ones. */
const share = 0.1
/** A sleep that made fewer compares none: a small change must not cost more in comparing than in making. */
const fewest = 20
/** Pairs a sleep judges at most, unless told otherwise. */
export const mostCompared = 5
const slice = 300
/** Answers of one sleep looked at. */
const recent = 3_000

/** How many comparisons follow from so many answers made. */
export function expectedSample(made: number): number {
  return made < fewest ? 0 : Math.min(mostCompared, Math.ceil(made * share))
}

/**
 * Answers that this sleep made by a model and verified, a tenth of them, the same ones whenever the same answers are made: so that a
 * sleep that made nothing compares nothing. Lists, and what a person approved, are left out.
 */
export async function sampleMade(context: SleepContext, most: number, since: number): Promise<readonly Entry[]> {
  const { store, scope, policy, run } = context
  const rows = await store.read
    .selectFrom('entries')
    .select(['entry', 'body'])
    .where('scope', '=', scope)
    .where('policy', '=', policyDigest(policy))
    .where('model', 'is not', null)
    .where('prepared_by', '=', 'sleep')
    .where('status', '=', 'verified')
    .where('kind', '=', 'answer')
    .where('state', '=', 'fresh')
    .where('shape', '!=', 'list')
    .where('made_at', '>=', since)
    .orderBy('entry')
    .limit(recent)
    .execute()
  if (rows.length < fewest) return []
  const drawn = rows
    .filter(({ entry, body }) => drawnShare(entry, body) < share)
    .map(({ entry }) => ({ entry, by: digest('compare efforts', run, entry) }))
    .sort((one, other) => (one.by < other.by ? -1 : 1))
    .slice(0, Math.max(0, most))
  const found = new Map<string, Entry>()
  for (let at = 0; at < drawn.length; at += slice) {
    const ids = drawn.slice(at, at + slice).map(({ entry }) => entry)
    for (const [id, entry] of await entriesById(store.read, scope, ids)) found.set(id, entry)
  }
  return drawn.flatMap(({ entry }) => found.get(entry) ?? []).filter(({ approvedAt }) => approvedAt === null || approvedAt === undefined)
}

/** Where an answer lies between 0 and 1, by its own words. */
function drawnShare(entry: string, body: string): number {
  const hash = digest('effort sample', entry, body)
  let value = 0
  for (const letter of hash.slice(0, 6)) value = value * 64 + Math.max(0, letters.indexOf(letter))
  return value / 64 ** 6
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
