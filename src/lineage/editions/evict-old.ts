import { type Kysely, type RawBuilder, sql } from 'kysely'
import { nextTurn } from '../../corpus/next-turn.ts'
import type { Clock } from '../../spec/clock.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { bumpRevision, noteErasure } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Lease, type Store, statement } from '../../spec/store.ts'
import { deleteEditionsStatements } from './put-editions.ts'

export interface EvictOptions {
  readonly clock: Clock
  readonly fence?: Lease
  readonly limits?: EvictionLimits
}

/** Only age and size evict; what is evicted would cost its making again if its texts came back. */
export interface EvictionLimits {
  /** What cannot be served and is older goes. */
  readonly ageMs: number
  readonly editionsPerEntry: number
  readonly editions: number
}

const dayMs = 86_400_000
const usual: EvictionLimits = { ageMs: 180 * dayMs, editionsPerEntry: 5, editions: 50_000 }
const slice = 200

export interface Evicted {
  readonly editions: number
  readonly entries: number
  readonly distillates: number
}

/**
 * Evicts what is kept only for revival and has become too old or too much: editions, entries that have not been servable
 * since, what deleted documents were distilled to. Returns how many of each went.
 */
export async function evictOld(store: Store, scope: ScopeId, { clock, fence, limits = usual }: EvictOptions): Promise<Evicted> {
  const { read: db } = store
  const options = fence === undefined ? {} : { fence }
  const before = clock.now() - limits.ageMs
  const editions = await oldEditions(db, scope, before, limits)
  for (let at = 0; at < editions.length; at += slice) {
    await store.write(deleteEditionsStatements(db, scope, editions.slice(at, at + slice)), options)
    await nextTurn()
  }
  const entries = await oldEntries(db, scope, before)
  for (let at = 0; at < entries.length; at += slice) {
    const ids = entries.slice(at, at + slice)
    const gone = sql.join(ids)
    await store.write(
      [
        bumpRevision(db, scope),
        deletion(db, sql`delete from keys where scope = ${scope} and entry in (${gone})`),
        deletion(db, sql`delete from evidence where scope = ${scope} and artefact in (${gone})`),
        deletion(db, sql`delete from verifications where scope = ${scope} and artefact in (${gone})`),
        deletion(db, sql`delete from entries where scope = ${scope} and entry in (${gone}) and state in ('stale', 'dormant')`),
        noteErasure(db, scope),
      ],
      options,
    )
    await nextTurn()
  }
  const distillates = await oldDistillates(db, scope, before)
  for (let at = 0; at < distillates.length; at += slice) {
    const some = distillates.slice(at, at + slice)
    const ids = sql.join(some.map((row) => row.distillate))
    const claims = sql`select claim from claims where scope = ${scope} and document in (${sql.join(some.map((row) => row.subject))})`
    await store.write(
      [
        deletion(db, sql`delete from evidence where scope = ${scope} and (artefact in (${ids}) or artefact in (${claims}))`),
        deletion(db, sql`delete from verifications where scope = ${scope} and (artefact in (${ids}) or artefact in (${claims}))`),
        deletion(db, sql`delete from claims where scope = ${scope} and claim in (${claims})`),
        deletion(db, sql`delete from distillates where scope = ${scope} and distillate in (${ids}) and state = 'dormant'`),
      ],
      options,
    )
    await nextTurn()
  }
  return { editions: editions.length, entries: entries.length, distillates: distillates.length }
}

function deletion(db: Kysely<Schema>, query: RawBuilder<unknown>) {
  return statement({ compile: () => query.compile(db) })
}

async function oldEditions(db: Kysely<Schema>, scope: ScopeId, before: number, limits: EvictionLimits): Promise<readonly string[]> {
  const ranked = db
    .selectFrom('editions')
    .select([
      'edition',
      'retired_at',
      sql<number>`row_number() over (partition by entry order by retired_at desc, edition)`.as('of_entry'),
      sql<number>`row_number() over (order by retired_at desc, edition)`.as('of_all'),
    ])
    .where('scope', '=', scope)
    .where(isUnapproved('editions'))
  const rows = await db
    .selectFrom(ranked.as('ranked'))
    .select('edition')
    .where((where) =>
      where.or([where('retired_at', '<', before), where('of_entry', '>', limits.editionsPerEntry), where('of_all', '>', limits.editions)]),
    )
    .execute()
  return rows.map((row) => row.edition)
}

/** What a person approved comes back however long its source was changed. */
function isUnapproved(table: 'editions' | 'entries'): RawBuilder<boolean> {
  const entry = sql.ref(`${table}.entry`)
  return sql<boolean>`not exists (select 1 from approvals where approvals.scope = ${sql.ref(`${table}.scope`)} and approvals.entry = ${entry})`
}

/** Entries that cannot be served, were made before, and that nothing brought back or asked for since. */
async function oldEntries(db: Kysely<Schema>, scope: ScopeId, before: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('entries')
    .leftJoin('verifications', (join) =>
      join.onRef('verifications.scope', '=', 'entries.scope').onRef('verifications.artefact', '=', 'entries.entry'),
    )
    .select('entries.entry')
    .where('entries.scope', '=', scope)
    .where('entries.state', 'in', ['stale', 'dormant'])
    .where('entries.made_at', '<', before)
    .where(isUnapproved('entries'))
    .where((where) => where.or([where('verifications.at', 'is', null), where('verifications.at', '<', before)]))
    .where((where) => where.or([where('entries.last_served_at', 'is', null), where('entries.last_served_at', '<', before)]))
    .execute()
  return rows.map((row) => row.entry)
}

/** Of documents deleted before. */
function oldDistillates(db: Kysely<Schema>, scope: ScopeId, before: number) {
  return db
    .selectFrom('distillates')
    .innerJoin('documents', (join) =>
      join.onRef('documents.scope', '=', 'distillates.scope').onRef('documents.document', '=', 'distillates.subject'),
    )
    .leftJoin('verifications', (join) =>
      join.onRef('verifications.scope', '=', 'distillates.scope').onRef('verifications.artefact', '=', 'distillates.distillate'),
    )
    .select(['distillates.distillate', 'distillates.subject'])
    .where('distillates.scope', '=', scope)
    .where('distillates.level', '=', 'file')
    .where('distillates.state', '=', 'dormant')
    .where('documents.state', '=', 'dormant')
    .where('distillates.made_at', '<', before)
    .where((where) => where.or([where('verifications.at', 'is', null), where('verifications.at', '<', before)]))
    .execute()
}
