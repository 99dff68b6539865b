import { type Kysely, sql } from 'kysely'
import { nextTurn } from '../corpus/next-turn.ts'
import type { ScopeId } from '../spec/ids.ts'
import { bumpRevision, noteErasure } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import type { Lease, Statement, Store } from '../spec/store.ts'
import { deletion, hangingDeletions } from './entry-deletions.ts'
import { keyNoteOf } from './make-keys-owed.ts'

/** Keys searched exactly in a moment; more of one scope and policy are not kept. */
const mostKeys = 100_000
const slice = 200
/** Ranked at once. */
const ranked = 2_000

/**
 * Evicts entries, with their keys and questions, of every policy that has more keys in the scope than are kept, those of
 * least value first: what cannot be served, then what was never served, or longest ago, by probability, oldest first.
 * What a person pinned or said to be right stays whatever their number. Returns how many entries and keys went.
 */
export async function evictByValue(
  store: Store,
  scope: ScopeId,
  { fence, limit = mostKeys }: { readonly fence?: Lease; readonly limit?: number } = {},
): Promise<{ readonly entries: number; readonly keys: number }> {
  const { read: db } = store
  const gone = { entries: 0, keys: 0 }
  for (const { policy, keys } of await crowded(db, scope, limit)) {
    let over = keys - limit
    while (over > 0) {
      const chosen: LeastValued[] = []
      for (const one of await leastValued(db, scope, policy)) {
        if (over <= 0) break
        chosen.push(one)
        over -= one.keys
      }
      if (chosen.length === 0) break
      for (let at = 0; at < chosen.length; at += slice) {
        const some = chosen.slice(at, at + slice)
        await store.write(await evictions(db, scope, some), fence === undefined ? {} : { fence })
        gone.entries += some.length
        gone.keys += some.reduce((sum, one) => sum + one.keys, 0)
        await nextTurn()
      }
    }
  }
  return gone
}

/** Policies with more keys than the limit. */
async function crowded(db: Kysely<Schema>, scope: ScopeId, limit: number) {
  const rows = await db
    .selectFrom('keys')
    .select(({ fn }) => ['policy', fn.countAll<number>().as('keys')])
    .where('scope', '=', scope)
    .groupBy('policy')
    .having(({ fn }) => fn.countAll(), '>', limit)
    .orderBy('policy')
    .execute()
  return rows.map((row) => ({ policy: row.policy, keys: Number(row.keys) }))
}

interface LeastValued {
  readonly entry: string
  readonly question: string
  readonly keys: number
}

async function leastValued(db: Kysely<Schema>, scope: ScopeId, policy: string): Promise<readonly LeastValued[]> {
  const isKeyed = sql<boolean>`exists (select 1 from keys k where k.scope = entries.scope and k.entry = entries.entry)`
  const isApproved = sql<boolean>`exists (select 1 from labels l where l.scope = entries.scope and l.entry = entries.entry and l.source = 'feedback' and l.same = 1)`
  const least = await db
    .selectFrom('entries')
    .leftJoin('questions', (join) =>
      join.onRef('questions.scope', '=', 'entries.scope').onRef('questions.question', '=', 'entries.question'),
    )
    .select(['entries.entry', 'entries.question'])
    .where('entries.scope', '=', scope)
    .where('entries.policy', '=', policy)
    .where(sql<boolean>`coalesce(questions.pinned, 0) = 0`)
    .where(isKeyed)
    .where(({ not }) => not(isApproved))
    .orderBy(sql`case when entries.state in ('stale', 'dormant') then 0 else 1 end`)
    .orderBy(sql`coalesce(entries.last_served_at, 0)`)
    .orderBy(sql`coalesce(questions.probability, 0)`)
    .orderBy('entries.made_at')
    .orderBy('entries.entry')
    .limit(ranked)
    .execute()
  const counts = new Map<string, number>()
  for (let at = 0; at < least.length; at += slice) {
    const rows = await db
      .selectFrom('keys')
      .select(({ fn }) => ['entry', fn.countAll<number>().as('keys')])
      .where('scope', '=', scope)
      .where(
        'entry',
        'in',
        least.slice(at, at + slice).map(({ entry }) => entry),
      )
      .groupBy('entry')
      .execute()
    for (const row of rows) counts.set(row.entry, Number(row.keys))
  }
  return least.map((row) => ({ ...row, keys: counts.get(row.entry) ?? 0 }))
}

async function evictions(db: Kysely<Schema>, scope: ScopeId, least: readonly LeastValued[]): Promise<readonly Statement[]> {
  const entries = least.map(({ entry }) => entry)
  const ids = sql.join(entries)
  const questions = sql.join(least.map(({ question }) => question))
  const notes = sql.join(entries.map(keyNoteOf))
  const keys = await db.selectFrom('keys').select('vector').distinct().where('scope', '=', scope).where('entry', 'in', entries).execute()
  const vectors = sql.join(keys.map((key) => key.vector))
  const used = (table: 'keys' | 'units' | 'watches') =>
    sql`digest not in (select vector from ${sql.table(table)} where scope = ${scope} and vector in (${vectors}))`
  return [
    bumpRevision(db, scope),
    ...hangingDeletions(db, scope, ids),
    deletion(db, sql`delete from memos where scope = ${scope} and memo in (${notes})`),
    deletion(db, sql`delete from entries where scope = ${scope} and entry in (${ids})`),
    // Else the next sleep would prepare them again; asked again, they are new questions.
    deletion(
      db,
      sql`delete from questions where scope = ${scope} and question in (${questions}) and pinned = 0 and dropped = 0
        and not exists (select 1 from entries e where e.scope = ${scope} and e.question = questions.question)`,
    ),
    deletion(
      db,
      sql`delete from vectors where scope = ${scope} and digest in (${vectors}) and ${used('keys')} and ${used('units')} and ${used('watches')}`,
    ),
    noteErasure(db, scope),
  ]
}
