import { sql } from 'kysely'
import { nextTurn } from '../../corpus/next-turn.ts'
import type { Clock } from '../../spec/clock.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { type Lease, type Statement, type Store, statement } from '../../spec/store.ts'
import type { Chosen, EvictionReason } from './choose-evicted.ts'
import { deletion, entryEvictions, orphanSpeculations } from './entry-evictions.ts'
import { evictUnused } from './evict-unused-keys.ts'
import { type Measure, rowsBeyond } from './evictable-rows.ts'
import type { KeepLimit, Retention } from './keep-limits.ts'
import { answers, keysOf, questions, records } from './measures.ts'

/** What went, and why. */
export interface Eviction {
  readonly what: keyof Retention
  readonly why: EvictionReason
  readonly count: number
}

export interface EvictBeyond {
  readonly clock: Pick<Clock, 'now'>
  readonly fence?: Lease
  readonly limits: Retention
  /** Awaited between slices. Default: a turn of the event loop. */
  readonly between?: () => Promise<void>
}

const slice = 200

/**
 * Evicts what is beyond the limits, by value: questions asked seldom, records of long ago, answers and keys that are served
 * least. Nothing that a person pinned, approved, wrote or said to be right goes, whatever its number. The ledger and what
 * was saved are no part of it. Writes nothing where nothing is beyond.
 */
export async function evictBeyond(
  store: Store,
  scope: ScopeId,
  { clock, fence, limits, between = nextTurn }: EvictBeyond,
): Promise<readonly Eviction[]> {
  const { read: db } = store
  const now = clock.now()
  const evictions: Eviction[] = []
  const evict = async (
    what: keyof Retention,
    measure: Measure,
    limit: KeepLimit,
    gone: (ids: readonly string[]) => Promise<readonly Statement[]>,
  ) => {
    const chosen = await rowsBeyond(db, scope, measure, limit, now)
    for (let at = 0; at < chosen.length; at += slice) {
      const ids = chosen.slice(at, at + slice).map(({ id }) => id)
      await store.write(await gone(ids), fence === undefined ? {} : { fence })
      await between()
    }
    evictions.push(...tally(what, chosen))
  }
  const entriesGone = (ids: readonly string[]) => entryEvictions(db, scope, ids)

  await evict('questions', questions, limits.questions, async (ids) => {
    const filed = await db.selectFrom('entries').select('entry').where('scope', '=', scope).where('question', 'in', ids).execute()
    const candidates = filed.map(({ entry }) => entry)
    const some = sql.join(ids)
    return [
      ...(await entryEvictions(db, scope, candidates)),
      deletion(db, sql`delete from questions where scope = ${scope} and question in (${some})`),
      orphanSpeculations(db, scope, some),
    ]
  })
  await evict('records', records, limits.records, async (ids) => [
    statement(db.deleteFrom('records').where('scope', '=', scope).where('ask', 'in', ids)),
  ])
  await evict('answers', answers, limits.answers, entriesGone)
  const { count, days, megabytes } = limits.keys
  if (count !== undefined) {
    const policies = await db.selectFrom('keys').select('policy').distinct().where('scope', '=', scope).orderBy('policy').execute()
    for (const { policy } of policies) await evict('keys', keysOf(policy), { count }, entriesGone)
  }
  if (megabytes !== undefined) await evict('keys', keysOf(null), { megabytes }, entriesGone)
  if (days !== undefined) {
    const unused = await evictUnused(store, scope, { days, now, ...(fence === undefined ? {} : { fence }) })
    if (unused > 0) evictions.push({ what: 'keys', why: 'age', count: unused })
  }
  return evictions
}

function tally(what: keyof Retention, chosen: readonly Chosen[]): readonly Eviction[] {
  const counts = new Map<EvictionReason, number>()
  for (const { why, weight } of chosen) counts.set(why, (counts.get(why) ?? 0) + weight)
  return [...counts].map(([why, count]) => ({ what, why, count }))
}
