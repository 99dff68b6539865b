import type { Kysely } from 'kysely'
import { isControl } from '../predict/yields/arms.ts'
import { outstandingPredictions } from '../predict/yields/outstanding.ts'
import { turnOver } from '../predict/yields/turn-over.ts'
import { YieldCounts } from '../predict/yields/yield-counts.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Prediction, PredictionArm } from '../spec/predictor.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

/** What an arm expects to be asked now, most probable first. */
export interface ArmPredictions {
  readonly arm: PredictionArm
  readonly predictions: readonly Prediction[]
}

export interface NotedPredictions {
  readonly made: number
  /** Still expected, as they were. */
  readonly kept: number
  readonly withdrawn: number
}

/** An arm has at most so many predictions out. */
export const mostOutstanding = 1_000
const fewestOfControl = 20
const slice = 200

/**
 * Replaces what each arm has out by what it predicts now. One still expected and not asked stays with the time it had, at what
 * it is thought likely now; one
 * that was asked and is expected again is a new prediction. One that is withdrawn before its time counts as a trial by the part
 * of its time that it had, or what an arm drops fast would never count against it. Control arms are cut to as many as the
 * longest list of a predictor has: a shorter one would yield more for that alone. Writes nothing where nothing changed.
 */
export async function notePredictions(
  context: Pick<SleepContext, 'store' | 'scope' | 'lease' | 'clock' | 'signal' | 'pause'>,
  arms: readonly ArmPredictions[],
): Promise<NotedPredictions> {
  const { store, scope, clock } = context
  const noted = { made: 0, kept: 0, withdrawn: 0 }
  const now = clock.now()
  for (const { arm, predictions } of levelled(arms)) {
    throwIfAborted(context.signal)
    const { stays, changed, gone, fresh, unasked } = turnOver(
      await outstandingPredictions(store.read, scope, arm),
      predictions,
      now,
      mostOutstanding,
    )
    const settled = new Map(unasked.map((one) => [one.question, one]))
    const changes = [
      ...gone.map((question) => ({ question, change: removal(store.read, scope, arm, question) })),
      ...[...fresh].map(([question, prediction]) => ({
        question,
        change: addition(store.read, scope, arm, { question, prediction, now }),
      })),
      ...[...changed].map(([question, probability]) => ({ question, change: likelier(store.read, scope, arm, { question, probability }) })),
    ]
    noted.made += fresh.size
    noted.kept += stays.size
    noted.withdrawn += gone.length
    for (let at = 0; at < changes.length; at += slice) {
      await breathe(context)
      const some = changes.slice(at, at + slice)
      const counts = new YieldCounts()
      for (const { question } of some) {
        const one = settled.get(question)
        if (one !== undefined) counts.settle(arm, one.region, false, one.weight)
      }
      await commit(context, [...(await counts.statements(store.read, scope, now)), ...some.map(({ change }) => change)])
    }
  }
  return noted
}

/** Control arms cut to as many predictions as the longest list of a predictor has. */
export function levelled(arms: readonly ArmPredictions[]): readonly ArmPredictions[] {
  const sizes = arms.flatMap(({ arm, predictions }) => (isControl(arm) || predictions.length === 0 ? [] : [predictions.length]))
  const most = Math.max(fewestOfControl, ...sizes)
  return arms.map(({ arm, predictions }) => ({ arm, predictions: isControl(arm) ? predictions.slice(0, most) : predictions }))
}

function removal(db: Kysely<Schema>, scope: ScopeId, arm: PredictionArm, question: string): Statement {
  return statement(db.deleteFrom('predictions').where('scope', '=', scope).where('arm', '=', arm).where('question', '=', question))
}

function likelier(
  db: Kysely<Schema>,
  scope: ScopeId,
  arm: PredictionArm,
  { question, probability }: { readonly question: string; readonly probability: number },
): Statement {
  return statement(
    db.updateTable('predictions').set({ probability }).where('scope', '=', scope).where('arm', '=', arm).where('question', '=', question),
  )
}

interface Added {
  readonly question: string
  readonly prediction: Prediction
  readonly now: number
}

function addition(db: Kysely<Schema>, scope: ScopeId, arm: PredictionArm, { question, prediction, now }: Added): Statement {
  const { text, region, probability, expiresAt } = prediction
  const row = { text, region, probability, made_at: now, expires_at: Math.round(expiresAt), asked_at: null, asks: 0 }
  return statement(
    db
      .insertInto('predictions')
      .values({ scope, arm, question, ...row })
      .onConflict((conflict) => conflict.columns(['scope', 'arm', 'question']).doUpdateSet(row)),
  )
}
