import { loadSimilarity } from '../predict/inputs/load-similarity.ts'
import { loadCalibration, putCalibration, recalibrate } from '../predict/yields/calibration.ts'
import { keptOf } from '../predict/yields/kept-of.ts'
import { type AskedOnce, matchAsks, type Told } from '../predict/yields/match-asks.ts'
import { type Outstanding, outstandingPredictions } from '../predict/yields/outstanding.ts'
import { YieldCounts } from '../predict/yields/yield-counts.ts'
import { isWordless } from '../spec/asked-words.ts'
import { type Statement, statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { type LearnedCursor, learnedCursor, putCursor } from './learned-cursor.ts'
import { commit, type SleepContext } from './sleep-context.ts'

export interface LearnedYields {
  /** Asks told to those who predicted them. */
  readonly asks: number
  /** Predictions asked for the first time, those of the control arms among them. */
  readonly credited: number
  /** Predictions that ran out unasked. */
  readonly expired: number
}

export interface LearnOptions {
  /** Asks a sleep learns from at most; the next goes on from there. Default 10,000. */
  readonly most?: number
}

type LearnContext = Pick<SleepContext, 'store' | 'scope' | 'lease' | 'clock' | 'embedder' | 'signal' | 'pause'>

const defaultMost = 10_000
const slice = 300

/**
 * Tells the predictions that are out what was asked since the last sleep, by arm, and settles those that ran out. Each slice is
 * one transaction with the place it got to: a stopped sleep goes on there and counts nothing twice. Without predictions, and
 * without anything new, nothing is written.
 */
export async function learnYields(context: LearnContext, { most = defaultMost }: LearnOptions = {}): Promise<LearnedYields> {
  const { store, scope, clock } = context
  const now = clock.now()
  let predictions = await inOrderOfTime(context, await outstandingPredictions(store.read, scope), now)
  const learned = { asks: 0, credited: 0, expired: 0 }
  const generation = await generationOf(context)
  let calibration = await loadCalibration(store.read, scope)
  if (predictions.length === 0) return learned
  const first = Math.min(...predictions.map(({ madeAt }) => madeAt))
  // What was asked before the first of them concerns none.
  let cursor = await learnedCursor(store.read, scope, { first, now })
  while (learned.asks < most) {
    await breathe(context)
    const asks = await asksAfter(context, cursor, now, Math.min(slice, most - learned.asks))
    const last = asks.at(-1)
    if (last === undefined) break
    const told = await tell(context, asks, predictions)
    cursor = { at: last.at, ask: last.id }
    calibration = recalibrate(calibration, keptOf(generation, predictions, told.told, calibration))
    await commit(context, [
      putCalibration(store.read, scope, calibration),
      ...(await told.counts.statements(store.read, scope, now)),
      ...told.statements,
      putCursor(store.read, scope, cursor),
    ])
    const asked = told.asked
    predictions = predictions.map((one) => ({ ...one, askedAt: asked.get(keyOf(one)) ?? one.askedAt }))
    learned.asks += asks.length
    learned.credited += asked.size
  }
  if (learned.asks < most) learned.expired = await expire(context, predictions, now)
  return learned
}

/** Names what was predicted last: of what was asked, and what the sources were, by then. */
async function generationOf({ store, scope }: LearnContext): Promise<string> {
  const row = await store.read.selectFrom('meta').select('value').where('key', '=', `predicted:${scope}`).executeTakeFirst()
  return row?.value ?? ''
}

interface StoredAsk extends AskedOnce {
  readonly id: string
}

async function asksAfter({ store, scope }: LearnContext, after: LearnedCursor, now: number, most: number): Promise<readonly StoredAsk[]> {
  const rows = await store.read
    .selectFrom('records')
    .leftJoin('entries', (join) => join.onRef('entries.scope', '=', 'records.scope').onRef('entries.entry', '=', 'records.entry'))
    .select(['records.ask', 'records.at', 'records.question', 'entries.question as prepared_for'])
    .where('records.scope', '=', scope)
    .where('records.at', '<=', now)
    .where((where) =>
      where.or([where('records.at', '>', after.at), where.and([where('records.at', '=', after.at), where('records.ask', '>', after.ask)])]),
    )
    .orderBy('records.at')
    .orderBy('records.ask')
    .limit(most)
    .execute()
  return rows.map((row) => ({ id: row.ask, at: row.at, question: row.question, preparedFor: row.prepared_for }))
}

async function tell(context: LearnContext, asks: readonly AskedOnce[], predictions: readonly Outstanding[]) {
  const { store, scope, embedder } = context
  const worded = asks.flatMap(({ question }) => (isWordless(question) ? [] : [question]))
  const texts = [...worded, ...predictions.map(({ text }) => text)]
  const similarity = worded.length === 0 ? null : await loadSimilarity(store, scope, { texts, embedder: embedder.name })
  const told: readonly Told[] = await matchAsks(asks, predictions, { similarity, isWordless })
  const counts = new YieldCounts()
  const asked = new Map<string, number>()
  const times = new Map<string, { readonly prediction: Outstanding; readonly asks: number }>()
  for (const { prediction, ask } of told) {
    const key = keyOf(prediction)
    times.set(key, { prediction, asks: (times.get(key)?.asks ?? 0) + 1 })
    if (prediction.askedAt !== null || asked.has(key)) continue
    asked.set(key, ask.at)
    counts.settle(prediction.arm, prediction.region, true)
  }
  const statements = [...times].map(([key, { prediction, asks: more }]) =>
    statement(
      store.read
        .updateTable('predictions')
        .set(({ eb }) => ({ asked_at: asked.get(key) ?? prediction.askedAt, asks: eb('asks', '+', more) }))
        .where('scope', '=', scope)
        .where('arm', '=', prediction.arm)
        .where('question', '=', prediction.question),
    ),
  )
  return { counts, asked, told, statements }
}

/** Settles and removes what ran out; what was asked is settled already. */
async function expire(context: LearnContext, predictions: readonly Outstanding[], now: number): Promise<number> {
  const { store, scope } = context
  const over = predictions.filter(({ expiresAt }) => expiresAt < now)
  let unasked = 0
  for (let at = 0; at < over.length; at += slice) {
    await breathe(context)
    const some = over.slice(at, at + slice)
    const counts = new YieldCounts()
    for (const one of some) if (one.askedAt === null) counts.settle(one.arm, one.region, false)
    unasked += some.filter(({ askedAt }) => askedAt === null).length
    const gone = some.map(({ arm, question }) =>
      statement(store.read.deleteFrom('predictions').where('scope', '=', scope).where('arm', '=', arm).where('question', '=', question)),
    )
    await commit(context, [...(await counts.statements(store.read, scope, now)), ...gone])
  }
  return unasked
}

/** After a clock was set back, what was predicted "later" is taken to be predicted now: else it would stand until then. */
async function inOrderOfTime(context: LearnContext, predictions: readonly Outstanding[], now: number): Promise<readonly Outstanding[]> {
  const { store, scope } = context
  const ahead = predictions.filter(({ madeAt }) => madeAt > now)
  if (ahead.length === 0) return predictions
  const moved = predictions.map((one) => (one.madeAt > now ? { ...one, madeAt: now, expiresAt: now + (one.expiresAt - one.madeAt) } : one))
  const shift: Statement = statement(
    store.read
      .updateTable('predictions')
      .set(({ eb, ref }) => ({ expires_at: eb(eb(ref('expires_at'), '-', ref('made_at')), '+', now), made_at: now }))
      .where('scope', '=', scope)
      .where('made_at', '>', now),
  )
  await commit(context, [shift])
  return moved
}

function keyOf({ arm, question }: Outstanding): string {
  return `${arm}\n${question}`
}
