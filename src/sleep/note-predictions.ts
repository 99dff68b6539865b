import type { Kysely } from 'kysely'
import { type Outstanding, outstandingPredictions } from '../predict/yields/outstanding.ts'
import { YieldCounts } from '../predict/yields/yield-counts.ts'
import type { ScopeId } from '../spec/ids.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { ControlArm, Prediction, PredictionArm } from '../spec/predictor.ts'
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
const isControl: Readonly<Record<ControlArm, true>> = { blind: true, recency: true, frequency: true }

/**
 * Replaces what each arm has out by what it predicts now. One still expected and not asked stays with the time it had; one
 * that was asked and is expected again is a new prediction. One that is withdrawn before its time counts as a trial by the part
 * of its time that it had, or what an arm drops fast would never count against it. Control arms are cut to as many as the
 * predictors have on average: a longer list yields less. Writes nothing where nothing changed.
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
    const expected = new Map(
      predictions
        .filter(({ expiresAt }) => expiresAt > now)
        .slice(0, mostOutstanding)
        .map((prediction) => [questionDigest(prediction.text) as string, prediction]),
    )
    const out = await outstandingPredictions(store.read, scope, arm)
    const stays = new Set(out.filter((one) => expected.has(one.question) && isOpen(one, now)).map(({ question }) => question))
    const gone = out.filter(({ question }) => !expected.has(question))
    const fresh = [...expected].filter(([question]) => !stays.has(question))
    const before = new Map(out.map((one) => [one.question, one]))
    const changes = [
      ...gone.map(({ question }) => ({ question, change: removal(store.read, scope, arm, question) })),
      ...fresh.map(([question, prediction]) => ({ question, change: addition(store.read, scope, arm, { question, prediction, now }) })),
    ]
    noted.made += fresh.length
    noted.kept += stays.size
    noted.withdrawn += gone.length
    for (let at = 0; at < changes.length; at += slice) {
      await breathe(context)
      const some = changes.slice(at, at + slice)
      const counts = new YieldCounts()
      for (const { question } of some) {
        const former = before.get(question)
        if (former !== undefined && former.askedAt === null) counts.settle(arm, former.region, false, partLived(former, now))
      }
      await commit(context, [...(await counts.statements(store.read, scope, now)), ...some.map(({ change }) => change)])
    }
  }
  return noted
}

/** Not asked yet, and with time left. */
function isOpen({ askedAt, expiresAt }: Outstanding, now: number): boolean {
  return askedAt === null && expiresAt > now
}

function partLived({ madeAt, expiresAt }: Outstanding, now: number): number {
  return Math.min(1, Math.max(0, (now - madeAt) / Math.max(1, expiresAt - madeAt)))
}

function levelled(arms: readonly ArmPredictions[]): readonly ArmPredictions[] {
  const sizes = arms.flatMap(({ arm, predictions }) => (arm in isControl || predictions.length === 0 ? [] : [predictions.length]))
  const mean = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length))
  const most = Math.max(fewestOfControl, mean)
  return arms.map(({ arm, predictions }) => ({ arm, predictions: arm in isControl ? predictions.slice(0, most) : predictions }))
}

function removal(db: Kysely<Schema>, scope: ScopeId, arm: PredictionArm, question: string): Statement {
  return statement(db.deleteFrom('predictions').where('scope', '=', scope).where('arm', '=', arm).where('question', '=', question))
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
