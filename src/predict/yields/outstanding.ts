import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { PredictionArm } from '../../spec/predictor.ts'
import type { Schema } from '../../spec/schema.ts'

/** A prediction that is out, asked or not. */
export interface Outstanding {
  readonly arm: PredictionArm
  readonly question: string
  readonly text: string
  readonly region: string
  /** As its arm gives it now. */
  readonly probability: number
  readonly madeAt: number
  readonly expiresAt: number
  readonly askedAt: number | null
  /** Asks that met it. */
  readonly asks: number
}

/** The predictions of a scope; of one arm where it is named. */
export async function outstandingPredictions(db: Kysely<Schema>, scope: ScopeId, arm?: PredictionArm): Promise<readonly Outstanding[]> {
  const all = db
    .selectFrom('predictions')
    .select(['arm', 'question', 'text', 'region', 'probability', 'made_at', 'expires_at', 'asked_at', 'asks'])
    .where('scope', '=', scope)
    .orderBy('arm')
    .orderBy('question')
  const rows = await (arm === undefined ? all : all.where('arm', '=', arm)).execute()
  return rows.map(({ made_at, expires_at, asked_at, ...row }) => ({ ...row, madeAt: made_at, expiresAt: expires_at, askedAt: asked_at }))
}

/** The part of its time that a prediction has had, 0 to 1. */
export function partLived({ madeAt, expiresAt }: Pick<Outstanding, 'madeAt' | 'expiresAt'>, now: number): number {
  return Math.min(1, Math.max(0, (now - madeAt) / Math.max(1, expiresAt - madeAt)))
}
