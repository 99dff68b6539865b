import { type Kysely, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'

/** What an answer was made with: recipe of the reader, model, and how it was searched for. */
export interface MadeWith {
  readonly recipe: string
  readonly model: string | null
  readonly effort: string
}

/**
 * Whether an entry was made in a way that turned out worse than answering live, and no person approved it: nothing brings
 * it back. For queries over `entries`.
 */
export const isOfWithdrawnEffort = sql<boolean>`(exists (select 1 from efforts where efforts.scope = entries.scope
  and efforts.recipe = entries.recipe and efforts.model = entries.model and efforts.effort = entries.effort and efforts.state = 'withdrawn')
  and not exists (select 1 from approvals where approvals.scope = entries.scope and approvals.entry = entries.entry
  and approvals.body = entries.body))`

/** Ways of answering asleep that are not used any more, with the reason of each. */
export interface WithdrawnEfforts {
  readonly isEmpty: boolean
  /** Why it was withdrawn, or null where it was not. */
  reason(made: MadeWith): string | null
}

/** Reads what was withdrawn in a scope. */
export async function withdrawnEfforts(db: Kysely<Schema>, scope: ScopeId): Promise<WithdrawnEfforts> {
  const rows = await db.selectFrom('efforts').selectAll().where('scope', '=', scope).where('state', '=', 'withdrawn').execute()
  const reasons = new Map(rows.map((row) => [`${row.recipe}\n${row.model}\n${row.effort}`, row.reason]))
  return {
    isEmpty: reasons.size === 0,
    reason: ({ recipe, model, effort }) => (model === null ? null : (reasons.get(`${recipe}\n${model}\n${effort}`) ?? null)),
  }
}
