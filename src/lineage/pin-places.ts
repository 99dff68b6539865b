import { type Kysely, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** For a transaction that confirms entries: pins what they cite under the headings it stands under now. */
export function pinPlaces(db: Kysely<Schema>, scope: ScopeId, entries: readonly string[]): readonly Statement[] {
  if (entries.length === 0) return []
  const query = sql`update evidence set place = (select p.place_digest from passages as p where p.scope = evidence.scope and p.passage = evidence.reference)
    where scope = ${scope} and artefact in (${sql.join(entries)}) and role = 'cited' and place is not null`
  return [statement({ compile: () => query.compile(db) })]
}
