import { sql } from 'kysely'
import type { PassageId } from '../spec/ids.ts'
import type { Statement } from '../spec/store.ts'
import { artefactStatement } from './artefact-statement.ts'
import type { MarkedChange } from './mark-cited.ts'
import { verificationsStatement } from './verifications.ts'

/** Doubts the entries that cite one of these passages as it stands, but pinned it under another heading. */
export function markPlaces({ db, scope, cause, at }: MarkedChange, present: readonly PassageId[]): readonly Statement[] {
  const displaced = sql`select distinct e.artefact as artefact from evidence as e join passages as p on p.scope = e.scope and p.passage = e.reference
    where e.scope = ${scope} and e.role = 'cited' and e.reference in (${sql.join(present)}) and e.artefact_kind = 'entry'
      and e.place is not null and e.version = p.version and e.place <> p.place_digest`
  return [
    verificationsStatement(db, { scope, kind: 'entry', rung: 'place-changed', cause, by: 'sync', at }, displaced),
    artefactStatement(db, scope, 'doubted', { table: 'entries', where: sql<boolean>`entry in (${displaced})` }),
  ]
}
