import { type LoadInputsOptions, loadPredictionInputs } from '../predict/load-inputs.ts'
import { allPredictors } from '../predict/predictors/all-predictors.ts'
import { controls } from '../predict/predictors/controls.ts'
import { predictStatements } from '../predict/questions-table.ts'
import { budgetShares } from '../predict/yields/budget-shares.ts'
import { loadYields } from '../predict/yields/load-yields.ts'
import { repeatableRandom } from '../predict/yields/repeatable-random.ts'
import { digest } from '../spec/digest.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { Commit, Prediction } from '../spec/predictor.ts'
import { askedOrigins, type QuestionOrigin } from '../spec/question.ts'
import { statement } from '../spec/store.ts'
import { type ArmPredictions, mostOutstanding, notePredictions } from './note-predictions.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

export interface PredictAheadOptions {
  /** Commits of the repository the folder is in, newest first. */
  readonly commits: readonly Commit[]
  /** Whether documents tell of them, so that questions about them can be answered. */
  readonly hasChangeDocuments: boolean
}

const dayMs = 86_400_000

/**
 * What will be asked, by every predictor within its share of the budget: new questions join the scope's, and what each arm
 * expects is noted, so that the next sleep can tell who was right. Without anything new since the last time, and on the same
 * day, nothing is predicted and nothing written.
 */
export async function predictAhead(context: SleepContext, { commits, hasChangeDocuments }: PredictAheadOptions): Promise<void> {
  const { store, scope, clock, tally } = context
  const now = clock.now()
  const basis = await basisOf(context, commits, now)
  const key = `predicted:${scope}`
  const known = await store.read.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  if (known?.value === basis) return
  throwIfAborted(context.signal)
  const options: LoadInputsOptions = { store, scope, now, commits, embedder: context.embedder.name }
  const inputs = await loadPredictionInputs(options)
  const predictors = allPredictors({ hasChangeDocuments })
  const names = predictors.map(({ name }) => name)
  // From its basis, so that the same state predicts the same.
  const random = repeatableRandom(Number.parseInt(digest('shares', basis).slice(0, 8), 36) || 1)
  const lists: ArmPredictions[] = []
  for (const predictor of predictors) {
    throwIfAborted(context.signal)
    await context.pause?.()
    lists.push({ arm: predictor.name, predictions: await predictor.predict(inputs, mostOutstanding) })
  }
  const proposed = new Map(lists.map(({ arm, predictions }) => [arm as QuestionOrigin, predictions.length]))
  const yields = await loadYields(store.read, scope, now)
  const shares = budgetShares(yields, { predictors: names, total: mostOutstanding, proposed, random })
  const arms: ArmPredictions[] = lists.map(({ arm, predictions }) => {
    return { arm, predictions: predictions.slice(0, shares.find(({ predictor }) => predictor === arm)?.questions ?? 0) }
  })
  await addNew(
    context,
    arms.flatMap(({ predictions }) => predictions),
  )
  for (const control of controls) arms.push({ arm: control.name, predictions: await control.predict(inputs, mostOutstanding) })
  const { made } = await notePredictions(context, arms)
  if (made > 0) tally.progress('predict', made, made)
  const row = { key, value: basis }
  await commit(context, [
    statement(
      store.read
        .insertInto('meta')
        .values(row)
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row)),
    ),
  ])
}

/** Of what was asked and what the sources are by now: the same basis predicts the same. */
async function basisOf({ store, scope }: SleepContext, commits: readonly Commit[], now: number): Promise<string> {
  const db = store.read
  const asked = await db
    .selectFrom('records')
    .select('ask')
    .where('scope', '=', scope)
    .orderBy('at', 'desc')
    .orderBy('ask')
    .limit(1)
    .executeTakeFirst()
  const sources = await db
    .selectFrom('documents')
    .select(({ fn }) => [fn.countAll<number>().as('documents'), fn.max('committed_at').as('newest')])
    .where('scope', '=', scope)
    .where('state', '=', 'live')
    .executeTakeFirst()
  const day = Math.floor(now / dayMs)
  return digest('basis', day, asked?.ask ?? '', Number(sources?.documents ?? 0), Number(sources?.newest ?? 0), commits[0]?.id ?? '')
}

/** Predicted questions that the scope does not know yet, and those known by another origin. */
async function addNew(context: SleepContext, predictions: readonly Prediction[]): Promise<void> {
  const { store, scope, clock, tally } = context
  const known = new Map<string, string>()
  const ids = [...new Set(predictions.map(({ text }) => questionDigest(text) as string))]
  for (let at = 0; at < ids.length; at += slice) {
    const rows = await store.read
      .selectFrom('questions')
      .select(['question', 'origins'])
      .where('scope', '=', scope)
      .where('question', 'in', ids.slice(at, at + slice))
      .execute()
    for (const row of rows) known.set(row.question, row.origins)
  }
  const fresh = predictions.filter(({ text, origin }) => {
    const origins = known.get(questionDigest(text))
    // What people asked is known since they did, unless it went for being worth least: repeating it brings nothing back.
    if (origins === undefined) return !askedOrigins.has(origin)
    return !(JSON.parse(origins) as readonly QuestionOrigin[]).includes(origin)
  })
  for (let at = 0; at < fresh.length; at += slice) {
    const some = fresh.slice(at, at + slice)
    const joined = some.map((draft) => (known.has(questionDigest(draft.text)) ? { ...draft, about: unknown, region: '' } : draft))
    await commit(context, predictStatements(store.read, scope, joined, clock.now()))
    await context.pause?.()
  }
  const added = new Set(fresh.map(({ text }) => questionDigest(text) as string).filter((id) => !known.has(id))).size
  if (added > 0) tally.make('questions', added)
}

const slice = 200
/** One that is known keeps what it is about, and what came of preparing it: who expects it is all that is new. */
const unknown = { kind: 'unknown' } as const
