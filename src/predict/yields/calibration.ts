import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { PredictionArm } from '../../spec/predictor.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'

/** What the probabilities of an arm promised, and what came of it, by generations of predictions. */
export interface KeptPromise {
  /** Sum of the probabilities of the predictions it had out. */
  readonly promised: number
  /** Asks that met one of them, each counted once for whoever called it likeliest. */
  readonly met: number
}

/** How far each arm's probabilities are to be believed when predictions of several are put in one order. */
export interface Calibration {
  /** The generation that was promised last, null before any: it is counted once, however often asks are told. */
  readonly generation: string | null
  readonly arms: Readonly<Partial<Record<PredictionArm, KeptPromise>>>
}

export const uncalibrated: Calibration = { generation: null, arms: {} }

/** The past fades by this with every generation. */
const fading = 0.97
/** Asks, and as many promised, that an arm's own probabilities count for before anything is known. */
const trust = 2
const most = 0.9995

/** A prediction's chance to be the one that the next asks meet, on a scale that arms share: what orders them. */
export function chanceOf({ arms }: Calibration, arm: PredictionArm, probability: number): number {
  const { promised, met } = arms[arm] ?? { promised: 0, met: 0 }
  return Math.min(most, (probability * (met + trust)) / (promised + trust))
}

/** What is to be counted of one generation. */
export interface Generation {
  readonly generation: string
  /** Sums of probabilities, by arm. */
  readonly promised: ReadonlyMap<PredictionArm, number>
  /** Asks met, by arm. */
  readonly met: ReadonlyMap<PredictionArm, number>
}

/** Adds what came of a generation; its promises only where they were not counted before. */
export function recalibrate(calibration: Calibration, { generation, promised, met }: Generation): Calibration {
  const isNew = calibration.generation !== generation
  const arms: Partial<Record<PredictionArm, KeptPromise>> = { ...calibration.arms }
  for (const arm of new Set([...promised.keys(), ...met.keys(), ...(Object.keys(arms) as PredictionArm[])])) {
    const known = arms[arm] ?? { promised: 0, met: 0 }
    const left = isNew ? fading : 1
    arms[arm] = {
      promised: known.promised * left + (isNew ? (promised.get(arm) ?? 0) : 0),
      met: known.met * left + (met.get(arm) ?? 0),
    }
  }
  return { generation, arms }
}

/** The calibration of a scope; {@link uncalibrated} before anything was asked. */
export async function loadCalibration(db: Kysely<Schema>, scope: ScopeId): Promise<Calibration> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', keyOf(scope)).executeTakeFirst()
  return row === undefined ? uncalibrated : (JSON.parse(row.value) as Calibration)
}

export function putCalibration(db: Kysely<Schema>, scope: ScopeId, calibration: Calibration): Statement {
  const row = { key: keyOf(scope), value: JSON.stringify(calibration) }
  return statement(
    db
      .insertInto('meta')
      .values(row)
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row)),
  )
}

function keyOf(scope: ScopeId): string {
  return `calibrated:${scope}`
}
