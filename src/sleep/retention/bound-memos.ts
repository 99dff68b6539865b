import { type RawBuilder, sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Lease, Store } from '../../spec/store.ts'
import { dayMs } from './choose-evicted.ts'
import { deletion } from './entry-evictions.ts'

/** Days that results are kept which no current recipe can use, and results kept at most. */
export interface MemoLimits {
  readonly days: number
  readonly results: number
}

const usual: MemoLimits = { days: 30, results: 50_000 }

/** Notes that an entry's keys were made: no results, and as old as the entry. */
const isNote = sql<boolean>`memo like 'keys:%'`

/**
 * Bounds what is remembered of paid calls: notes of entries that are gone, results of recipes that are used no more, and the
 * oldest beyond their number. What a current recipe can still use is kept however old: it would be paid for again.
 * `recipes` are the current ones; without any nothing is judged by its recipe. Returns how many rows went; writes nothing
 * where nothing is beyond.
 */
export async function boundMemos(
  store: Store,
  scope: ScopeId,
  {
    recipes,
    now,
    fence,
    limits = usual,
  }: { readonly recipes: readonly string[]; readonly now: number; readonly fence?: Lease; readonly limits?: MemoLimits },
): Promise<number> {
  const { read: db } = store
  const count = async (where: RawBuilder<boolean>) =>
    Number(
      (await sql<{ count: number }>`select count(*) as count from memos where scope = ${scope} and ${where}`.execute(db)).rows[0]?.count,
    )
  // Digests hold `_`, which LIKE would read as a wildcard: the ends are compared instead.
  const isOf = (recipe: string) => sql<boolean>`substr(skill, length(skill) - ${sql.lit(recipe.length - 1)}) = ${recipe}`
  const isUsed = sql<boolean>`(${sql.join([...recipes.map(isOf), sql<boolean>`skill in ('seed questions', 'shadow')`], sql` or `)})`
  const orphaned = sql<boolean>`${isNote} and not exists (select 1 from entries
    where entries.scope = memos.scope and memos.memo = 'keys:' || entries.entry)`
  const outdated = sql<boolean>`not (${isNote}) and made_at < ${now - limits.days * dayMs} and not ${isUsed}`
  const gone = [orphaned, ...(recipes.length === 0 ? [] : [outdated])]
  const counts: number[] = []
  for (const where of gone) counts.push(await count(where))
  const left = (await count(sql<boolean>`not (${isNote})`)) - (counts[1] ?? 0)
  const beyond = Math.max(0, left - limits.results)
  const oldest = sql`select memo from memos where scope = ${scope} and not (${isNote}) order by made_at, memo limit ${sql.lit(beyond)}`
  const statements = [
    ...gone.flatMap((where, at) => (counts[at] === 0 ? [] : [deletion(db, sql`delete from memos where scope = ${scope} and ${where}`)])),
    ...(beyond === 0 ? [] : [deletion(db, sql`delete from memos where scope = ${scope} and memo in (${oldest})`)]),
  ]
  if (statements.length > 0) await store.write(statements, fence === undefined ? {} : { fence })
  return counts.reduce((sum, one) => sum + one, beyond)
}
