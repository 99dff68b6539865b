import { type Kysely, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Expectation, type Statement, statement } from '../spec/store.ts'
import type { Calibration } from './calibration/calibration.ts'
import { readCalibration } from './calibration/calibration-schema.ts'

/** Fits kept beside the active one, so that what an older record names can still be told. */
const keptVersions = 5

/** A scope's own fit. */
export interface StoredCalibration {
  readonly calibration: Calibration
  /** Digest of everything it was fitted on. */
  readonly input: string
}

/** The scope's active fit of these features, or null: one of other features, or that cannot be read, is never scored with. */
export async function activeCalibration(db: Kysely<Schema>, scope: ScopeId, features: string): Promise<StoredCalibration | null> {
  const row = await db
    .selectFrom('calibrations')
    .select(['input', 'body'])
    .where('scope', '=', scope)
    .where('active', '=', 1)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  const calibration = readCalibration(row.body)
  return calibration?.features === features ? { calibration, input: row.input } : null
}

/** What decides in a scope: its own newest fit, or the prior where it has none of the prior's features. */
export async function scopeCalibration(db: Kysely<Schema>, scope: ScopeId, prior: Calibration): Promise<Calibration> {
  return (await activeCalibration(db, scope, prior.features))?.calibration ?? prior
}

/** The newest version a scope ever had, 0 where it has none of its own. */
export async function lastVersion(db: Kysely<Schema>, scope: ScopeId): Promise<number> {
  return Number((await newestVersion(db, scope).executeTakeFirst())?.version ?? 0)
}

/** One transaction: the new fit becomes active and the former ones inactive; the oldest go. Refused where another has been put since `after`. */
export function putCalibrationStatements(
  db: Kysely<Schema>,
  scope: ScopeId,
  { calibration, input, after }: StoredCalibration & { readonly after: number },
): { readonly statements: readonly Statement[]; readonly expect: readonly Expectation[] } {
  const row = {
    scope,
    version: calibration.version,
    input,
    body: JSON.stringify(calibration),
    fitted_at: calibration.fittedAt,
    active: 1,
    revision: thisRevision(scope),
  }
  return {
    statements: [
      bumpRevision(db, scope),
      statement(db.updateTable('calibrations').set({ active: 0 }).where('scope', '=', scope).where('active', '=', 1)),
      statement(db.insertInto('calibrations').values(row)),
      statement(
        db
          .deleteFrom('calibrations')
          .where('scope', '=', scope)
          .where('version', '<=', calibration.version - keptVersions),
      ),
    ],
    expect: [{ statement: statement(newestVersion(db, scope)), equals: after === 0 ? null : after }],
  }
}

/** Back to the prior: what it was fitted on is gone. The versions stay, so that the next fit has another one. */
export function retireCalibrationsStatements(db: Kysely<Schema>, scope: ScopeId): readonly Statement[] {
  return [
    bumpRevision(db, scope),
    statement(
      db
        .updateTable('calibrations')
        .set({ active: 0, revision: thisRevision(scope) })
        .where('scope', '=', scope),
    ),
  ]
}

function newestVersion(db: Kysely<Schema>, scope: ScopeId) {
  return db.selectFrom('calibrations').select(sql<number | null>`max(version)`.as('version')).where('scope', '=', scope)
}
