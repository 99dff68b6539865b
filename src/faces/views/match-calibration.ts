import type { Kysely } from 'kysely'
import type { Calibration } from '../../cache/calibration/calibration.ts'
import { readCalibration } from '../../cache/calibration/calibration-schema.ts'
import { activeCalibration } from '../../cache/calibrations-table.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { FeatureNames } from './match-contributions.ts'

/** What a view of the match decision goes by, beside what is stored. */
export interface MatchSources {
  /** The calibration that ships; null where none does. */
  readonly prior: Calibration | null
  readonly features: FeatureNames
  /** Highest share of wrong hits, as configured. */
  readonly promise: number
}

/** The calibration a record names by its version: a stored one, the prior for 0; null where it is no longer stored. */
export async function calibrationOfVersion(
  db: Kysely<Schema>,
  scope: ScopeId,
  version: number,
  { prior }: MatchSources,
): Promise<Calibration | null> {
  if (version === 0) return prior
  const row = await db
    .selectFrom('calibrations')
    .select('body')
    .where('scope', '=', scope)
    .where('version', '=', version)
    .executeTakeFirst()
  return row === undefined ? null : readCalibration(row.body)
}

/** The calibration that decides in a scope now: its own newest fit of these features, else the prior. */
export async function decidingCalibration(
  db: Kysely<Schema>,
  scope: ScopeId,
  { prior, features }: MatchSources,
): Promise<Calibration | null> {
  return (await activeCalibration(db, scope, prior?.features ?? features.version))?.calibration ?? prior
}
