import { type Kysely, type RawBuilder, sql } from 'kysely'
import { cosineOf } from '../retrieve/nearest-by-cosine.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import type { ScopeId } from '../spec/ids.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { Schema } from '../spec/schema.ts'
import type { Entry } from './entry.ts'

/** How much of what asks answer live is filed; a flood of questions must not fill the store between two sleeps. */
export interface FilingLimits {
  /** Answers and absences filed in a scope since its last sleep. */
  readonly candidates: number
  /** Cosine to the question of one filed before and answered alike, from which another adds nothing. */
  readonly cosine: number
  /** Of those answered alike, the newest looked at. */
  readonly compared: number
}

export const filingLimits: FilingLimits = { candidates: 2_000, cosine: 0.97, compared: 50 }

/** Why a live answer is not filed, in words, as records and receipts tell it. */
export const unfiled = {
  full: 'enough was filed since the last sleep',
  repeats: 'a question all but the same was filed with the same answer',
} as const

export type Unfiled = (typeof unfiled)[keyof typeof unfiled]

export interface Filing {
  readonly entry: Pick<Entry, 'id' | 'scope' | 'policy' | 'alike' | 'questionText'>
  /** Of its question, normalised int8; null where it was not embedded: then it is compared with none. */
  readonly vector: Int8Array | null
  readonly embedder: string
}

/** Why a candidate that is not there yet adds too much or nothing, or null where it may be filed. */
export async function whyUnfiled(
  db: Kysely<Schema>,
  { entry, vector, embedder }: Filing,
  limits: FilingLimits = filingLimits,
): Promise<Unfiled | null> {
  if ((await filedSinceSleep(db, entry.scope, limits.candidates)) >= limits.candidates) return unfiled.full
  if (vector === null) return null
  const rows = await db
    .selectFrom('entries')
    .select('question_text')
    .where('scope', '=', entry.scope)
    .where('alike', '=', entry.alike)
    .where('policy', '=', entry.policy)
    .where('status', '=', 'candidate')
    .where('state', '=', 'fresh')
    .where('entry', '!=', entry.id)
    .orderBy('made_at', 'desc')
    .orderBy('entry')
    .limit(limits.compared)
    .execute()
  if (rows.length === 0) return null
  const digests = rows.map((row) => keyVectorDigest(row.question_text))
  for (const other of (await storedVectors(db, entry.scope, embedder, digests)).values()) {
    if (cosineOf(vector, other) >= limits.cosine) return unfiled.repeats
  }
  return null
}

/** At most `most`. Counted over an index alone. */
async function filedSinceSleep(db: Kysely<Schema>, scope: ScopeId, most: number): Promise<number> {
  const filed = db
    .selectFrom('entries')
    .select('made_at')
    .where('scope', '=', scope)
    .where('status', '=', 'candidate')
    .where('made_at', '>=', lastSlept(scope))
    .limit(most)
  const row = await db
    .selectFrom(filed.as('filed'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

function lastSlept(scope: ScopeId): RawBuilder<number> {
  return sql<number>`coalesce((select max(started_at) from runs where scope = ${scope} and kind = 'sleep' and state in ('done', 'stopped')), 0)`
}

/** How many asks since the scope's last sleep were answered and not filed, by why. */
export async function unfiledSinceSleep(db: Kysely<Schema>, scope: ScopeId): Promise<ReadonlyMap<Unfiled, number>> {
  const counts = new Map<Unfiled, number>()
  for (const why of Object.values(unfiled)) {
    const note = `"unfiled":${JSON.stringify(why)}`
    const row = await db
      .selectFrom('records')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('scope', '=', scope)
      .where('at', '>=', lastSlept(scope))
      // No question can hold it: in JSON its quotation marks would be escaped.
      .where(sql<boolean>`replace(decision, ${note}, '') <> decision`)
      .executeTakeFirst()
    const count = Number(row?.count ?? 0)
    if (count > 0) counts.set(why, count)
  }
  return counts
}
