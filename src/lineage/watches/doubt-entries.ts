import { type Kysely, sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import { artefactStatement } from '../artefact-statement.ts'
import { type Verification, verificationsStatement } from '../verifications.ts'

const slice = 300

/** Who doubts, and over what. */
export interface Doubt extends Pick<Verification, 'scope' | 'cause' | 'by' | 'at'> {
  readonly entries: readonly string[]
}

/**
 * Doubts entries whose watches fired: each needs one check before it is served again. What was not answered because of
 * what is there now may be by what is new: their questions are tried again.
 */
export function doubtStatements(db: Kysely<Schema>, { entries, ...how }: Doubt): readonly Statement[] {
  const statements: Statement[] = []
  for (let at = 0; at < entries.length; at += slice) {
    const ids = sql.join(entries.slice(at, at + slice))
    const here = sql`select entry as artefact from entries where scope = ${how.scope} and entry in (${ids})`
    const tried = db
      .updateTable('questions')
      .set({ skipped: null })
      .where('scope', '=', how.scope)
      .where('skipped', 'is not', null)
      .where(sql<boolean>`question in (select question from entries where scope = ${how.scope} and entry in (${ids}))`)
    statements.push(
      artefactStatement(db, how.scope, 'doubted', { table: 'entries', where: sql<boolean>`entry in (${ids}) and doubted = 0` }),
      verificationsStatement(db, { ...how, kind: 'entry', rung: 'watch-fired' }, here),
      statement(tried),
    )
  }
  return statements
}

/**
 * Doubts entries whose watches were written after a revision: whoever composed this transaction had not seen them, so
 * what it changes was not tried on them.
 */
export function doubtUnseen(db: Kysely<Schema>, scope: ScopeId, revision: number): Statement {
  return artefactStatement(db, scope, 'doubted', {
    table: 'entries',
    where: sql<boolean>`entry in (select entry from watches where scope = ${scope} and revision > ${revision}) and doubted = 0`,
  })
}

/**
 * For the transaction that writes entries with their watches: doubts those whose search was made before a document
 * changed that it had not seen. `revision`: where the view stood that was searched.
 */
export function doubtLate(db: Kysely<Schema>, scope: ScopeId, entries: readonly string[], revision: number): readonly Statement[] {
  if (entries.length === 0) return []
  return [
    artefactStatement(db, scope, 'doubted', {
      table: 'entries',
      where: sql<boolean>`entry in (${sql.join(entries)}) and exists (select 1 from watches as w where w.scope = entries.scope and w.entry = entries.entry)
        and exists (select 1 from documents as d where d.scope = ${scope} and d.revision > ${revision})`,
    }),
  ]
}
