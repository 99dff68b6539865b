import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { PassageId, ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import type { Statement } from '../spec/store.ts'
import { artefactStatement } from './artefact-statement.ts'
import { type Verification, verificationsStatement } from './verifications.ts'

/** What the marks of one change have in common. */
export interface MarkedChange {
  readonly db: Kysely<Schema>
  readonly scope: ScopeId
  /** Path of the changed document. */
  readonly cause: string
  /** Epoch ms. */
  readonly at: number
}

/** The stored artefacts that cite passages. */
export const citing = [
  { table: 'entries', kind: 'entry' },
  { table: 'claims', kind: 'claim' },
] as const
export type Citing = (typeof citing)[number]

/**
 * Withdraws and brings back what cites these passages: an artefact stays fresh only while every passage it cites is at
 * the version it pinned; what rests on passages that are all gone turns dormant; and all of it comes back as soon as
 * every digest it pinned is current again, as suspect where it was doubted.
 */
export function markCited(change: MarkedChange, touched: readonly PassageId[]): readonly Statement[] {
  const { db, scope, cause, at } = change
  return citing.flatMap((own) => {
    const { table, kind } = own
    const id = sql.ref(`${table}.${kind}`)
    const resting = sql`select artefact from evidence where scope = ${scope} and role = 'cited' and reference in (${sql.join(touched)}) and artefact_kind = ${sql.lit(kind)}`
    const lost = unsupported(own)
    const held = sql<boolean>`not ${lost}`
    const log = (rung: Verification['rung'], states: RawBuilder<unknown>, which: RawBuilder<boolean>) =>
      verificationsStatement(
        db,
        { scope, kind, rung, cause, by: 'sync', at },
        sql`select ${id} as artefact from ${sql.table(table)} where scope = ${scope} and ${id} in (${resting}) and state in (${states}) and ${which}`,
      )
    const where = (which: RawBuilder<boolean>) => ({ table, where: sql<boolean>`${id} in (${resting}) and ${which}` })
    return [
      log('withdrawn', sql`'fresh', 'suspect'`, lost),
      artefactStatement(db, scope, 'support-changed', where(lost)),
      artefactStatement(db, scope, 'support-gone', where(gone(own))),
      log('revived', sql`'stale', 'dormant'`, held),
      artefactStatement(db, scope, 'support-back', where(held)),
    ]
  })
}

/** Whether a cited passage of the row is at another version than the one pinned, or gone. */
export function unsupported({ table, kind }: Citing): RawBuilder<boolean> {
  const id = sql.ref(`${table}.${kind}`)
  return sql<boolean>`exists (select 1 from evidence as e where e.scope = ${sql.ref(`${table}.scope`)} and e.artefact = ${id} and e.role = 'cited'
    and not exists (select 1 from passages as p where p.scope = e.scope and p.passage = e.reference and p.version = e.version))`
}

/** Whether every cited passage of the row is gone. */
export function gone({ table, kind }: Citing): RawBuilder<boolean> {
  const id = sql.ref(`${table}.${kind}`)
  return sql<boolean>`not exists (select 1 from evidence as e join passages as p on p.scope = e.scope and p.passage = e.reference
    where e.scope = ${sql.ref(`${table}.scope`)} and e.artefact = ${id} and e.role = 'cited' and p.version is not null)`
}
