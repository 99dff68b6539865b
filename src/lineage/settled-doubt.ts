import { type Kysely, sql } from 'kysely'
import type { EntryId } from '../spec/ids.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { artefactStatement } from './artefact-statement.ts'
import { type Verification, verificationsStatement } from './verifications.ts'

/** What the check of one suspect entry found. */
export interface SettledDoubt extends Pick<Verification, 'scope' | 'cause' | 'by' | 'at'> {
  readonly entry: EntryId
  readonly holds: boolean
  readonly isList: boolean
  /** The scope's revision it was checked at: what has changed since is not settled by it. */
  readonly revision: number
}

/**
 * Statements that end a doubt: confirmed entries are fresh and pinned where they stand, refuted ones stale. Nothing is
 * done where a document has changed since the check.
 */
export function settledDoubt(db: Kysely<Schema>, { entry, holds, isList, revision, ...how }: SettledDoubt): readonly Statement[] {
  const { scope } = how
  const isCurrent = sql<boolean>`entry = ${entry} and not exists (select 1 from documents as d where d.scope = ${scope} and d.revision > ${revision})`
  const suspect = sql`select entry as artefact from entries where scope = ${scope} and state = 'suspect' and ${isCurrent}`
  const places = sql`update evidence set place = (select p.place_digest from passages as p where p.scope = evidence.scope and p.passage = evidence.reference)
    where scope = ${scope} and artefact in (${suspect}) and role = 'cited' and place is not null`
  const confirmed = [
    verificationsStatement(db, { ...how, kind: 'entry', rung: isList ? 'list-held' : 'watch-held' }, suspect),
    statement({ compile: () => places.compile(db) }),
    artefactStatement(db, scope, 'confirmed', { table: 'entries', where: isCurrent }),
  ]
  const refuted = [
    verificationsStatement(db, { ...how, kind: 'entry', rung: 'withdrawn' }, suspect),
    artefactStatement(db, scope, 'refuted', { table: 'entries', where: isCurrent }),
  ]
  return [bumpRevision(db, scope), ...(holds ? confirmed : refuted)]
}
