import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ArtefactKind, Rung } from '../spec/evidence.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema, VerificationsTable } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** How a change that reached an artefact ended, or what confirmed it. */
export interface Verification {
  readonly scope: ScopeId
  readonly kind: ArtefactKind
  readonly rung: Rung
  /** Path of the document whose change it was, or ''. */
  readonly cause: string
  readonly by: VerificationsTable['by']
  /** Epoch ms. */
  readonly at: number
}

/** Notes the last thing that happened to one artefact; the one before it is replaced. */
export function verificationStatement(db: Kysely<Schema>, { artefact, ...how }: Verification & { readonly artefact: string }): Statement {
  const { scope, kind, ...last } = how
  return statement(
    db
      .insertInto('verifications')
      .values({ scope, artefact, artefact_kind: kind, ...last })
      .onConflict((conflict) => conflict.columns(['scope', 'artefact']).doUpdateSet({ artefact_kind: kind, ...last })),
  )
}

/**
 * Notes the same of every artefact a query yields, in one statement however many they are. `artefacts` selects each id
 * once, in a column named `artefact`.
 */
export function verificationsStatement(db: Kysely<Schema>, how: Verification, artefacts: RawBuilder<unknown>): Statement {
  const { scope, kind, rung, cause, by, at } = how
  const text = (value: string) => sql`cast(${value} as text)`
  const doer = sql.ref('by')
  const query = sql`insert into verifications (scope, artefact, artefact_kind, rung, cause, ${doer}, at)
    select ${text(scope)}, reached.artefact, ${text(kind)}, ${text(rung)}, ${text(cause)}, ${text(by)}, cast(${at} as bigint)
    from (${artefacts}) as reached where true
    on conflict (scope, artefact) do update set artefact_kind = excluded.artefact_kind, rung = excluded.rung,
      cause = excluded.cause, ${doer} = excluded.${doer}, at = excluded.at`
  return statement({ compile: () => query.compile(db) })
}
