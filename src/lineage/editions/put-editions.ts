import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import type { Edition } from './edition.ts'

const slice = 100

/**
 * Writes editions with what they rest on. One that is there already keeps what it holds where the new one was imported:
 * a bundle knows less of it than the database it was made in.
 */
export function putEditionsStatements(db: Kysely<Schema>, scope: ScopeId, editions: readonly Edition[]): readonly Statement[] {
  const unique = [...new Map(editions.map((edition) => [edition.id, edition])).values()]
  const own = unique.filter((edition) => edition.origin !== 'imported')
  return [...clear(db, scope, own), ...insert(db, scope, unique)]
}

/** Removes editions with their evidence. */
export function deleteEditionsStatements(db: Kysely<Schema>, scope: ScopeId, editions: readonly string[]): readonly Statement[] {
  const statements: Statement[] = []
  for (let at = 0; at < editions.length; at += slice) {
    const ids = editions.slice(at, at + slice)
    statements.push(
      statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', 'in', ids)),
      statement(db.deleteFrom('editions').where('scope', '=', scope).where('edition', 'in', ids)),
    )
  }
  return statements
}

function clear(db: Kysely<Schema>, scope: ScopeId, editions: readonly Edition[]): readonly Statement[] {
  return deleteEditionsStatements(
    db,
    scope,
    editions.map((edition) => edition.id),
  )
}

function insert(db: Kysely<Schema>, scope: ScopeId, editions: readonly Edition[]): readonly Statement[] {
  const rows = editions.map((edition) => ({
    scope,
    edition: edition.id,
    entry: edition.entry,
    question_text: edition.questionText,
    origin: edition.origin,
    body: JSON.stringify(edition.body),
    retired_at: edition.retiredAt,
  }))
  const evidence = editions.flatMap((edition) =>
    edition.pins.map(({ role, reference, version, place, span }, ordinal) => ({
      scope,
      artefact: edition.id,
      artefact_kind: 'edition' as const,
      role,
      ordinal,
      reference,
      version,
      place,
      span: span ?? null,
    })),
  )
  const statements: Statement[] = []
  for (let at = 0; at < rows.length; at += slice) {
    const some = rows.slice(at, at + slice)
    statements.push(
      statement(
        db
          .insertInto('editions')
          .values(some)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    )
  }
  for (let at = 0; at < evidence.length; at += slice) {
    const some = evidence.slice(at, at + slice)
    statements.push(
      statement(
        db
          .insertInto('evidence')
          .values(some)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    )
  }
  return statements
}
