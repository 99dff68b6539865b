import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

/** Prepared answers that can be served now: fresh, and verified or a draft of the sleep's. */
export async function servableEntries(db: Kysely<Schema>, scope: ScopeId): Promise<number> {
  const row = await db
    .selectFrom('entries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('scope', '=', scope)
    .where('kind', '=', 'answer')
    .where((where) => where.or([where('status', '=', 'verified'), where('prepared_by', '=', 'sleep')]))
    .where('state', '=', 'fresh')
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
