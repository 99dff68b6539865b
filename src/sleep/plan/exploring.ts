import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

/** Questions prepared by a model before anything was asked, and more for every ask. */
const first = 200
const eachAsk = 20

/**
 * How many questions may have been prepared blind by now: enough to see which are asked, a part of what the documents give
 * rise to. Blind work is worth least when least is known, so the part grows with what was asked.
 */
export function mostExplored(asks: number): number {
  return first + eachAsk * asks
}

export const beyondExploring = 'left until more is asked: so much is prepared before anything tells what is wanted'

/** Questions that calls asleep were spent on so far, by id. */
export async function loadExplored(db: Kysely<Schema>, scope: ScopeId): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('ledger')
    .select('question')
    .distinct()
    .where('scope', '=', scope)
    .where('side', '=', 'sleep')
    .where('state', '!=', 'released')
    .where('question', '!=', '')
    .execute()
  return new Set(rows.map(({ question }) => question))
}
