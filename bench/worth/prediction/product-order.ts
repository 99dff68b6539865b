import { allPredictors } from '../../../src/predict/predictors/all-predictors.ts'
import { controls } from '../../../src/predict/predictors/controls.ts'
import { assembleYields } from '../../../src/predict/yields/assemble-yields.ts'
import { type BudgetShare, budgetShares } from '../../../src/predict/yields/budget-shares.ts'
import { type Calibration, recalibrate, uncalibrated } from '../../../src/predict/yields/calibration.ts'
import { decayCounts } from '../../../src/predict/yields/decay-counts.ts'
import { keptOf } from '../../../src/predict/yields/kept-of.ts'
import { type AskedOnce, matchAsks } from '../../../src/predict/yields/match-asks.ts'
import type { Outstanding } from '../../../src/predict/yields/outstanding.ts'
import { probabilityOf } from '../../../src/predict/yields/probability-of.ts'
import { repeatableRandom } from '../../../src/predict/yields/repeatable-random.ts'
import { turnOver } from '../../../src/predict/yields/turn-over.ts'
import type { Counts, Yields } from '../../../src/predict/yields/yields.ts'
import { levelled, mostOutstanding } from '../../../src/sleep/note-predictions.ts'
import { questionDigest } from '../../../src/spec/normalise-question.ts'
import type { Prediction, PredictionArm, PredictionInputs } from '../../../src/spec/predictor.ts'
import type { QuestionOrigin } from '../../../src/spec/question.ts'
import type { Nearness } from './nearness.ts'

/** What one sleep predicts. */
export interface Predicted {
  /** Texts in the order in which the product prepares them, all that it knows of. */
  readonly ours: readonly string[]
  /** Every predictor's own list, whatever its share. */
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly shares: readonly BudgetShare[]
}

/**
 * The product's predicting and learning over a stream, in memory: each time it tells the predictions that are out what was asked
 * since, shares the budget out by what they yielded, predicts within the shares, and orders all questions it knows by the
 * probability a plan goes by. The steps and their functions are those of a sleep (`learnYields`, `predictAhead`,
 * `notePredictions`, `planQuestions`), without a store and with the cosines of the bench.
 */
export function createProduct({ similarity, add }: Nearness) {
  const out = new Map<PredictionArm, readonly Outstanding[]>()
  const settled = new Map<
    string,
    { readonly arm: PredictionArm; readonly region: string; readonly counts: Counts; readonly asOf: number }
  >()
  const questions = new Map<string, Known>()
  let calibration: Calibration = uncalibrated
  let generation = 0
  let told = 0

  function settle(arm: PredictionArm, region: string, isAsked: boolean, weight: number, now: number): void {
    for (const place of new Set(['', region])) {
      const key = `${arm}\n${place}`
      const known = settled.get(key)
      const kept = known === undefined ? { trials: 0, credits: 0 } : decayCounts(known.counts, known.asOf, now)
      const counts = { trials: kept.trials + weight, credits: kept.credits + (isAsked ? weight : 0) }
      settled.set(key, { arm, region: place, counts, asOf: now })
    }
  }

  function yieldsAt(now: number): Yields {
    const rows = [...settled.values()].map(({ counts, asOf, ...row }) => ({ ...row, counts: decayCounts(counts, asOf, now) }))
    return assembleYields({ asks: told, settled: rows, out: [...out.values()].flat(), calibration, now })
  }

  async function learn({ asks, now }: PredictionInputs): Promise<void> {
    const news = asks.slice(told).map(({ at, question }): AskedOnce => ({ at, question, preparedFor: null }))
    told = asks.length
    const all = [...out.values()].flat()
    const met = await matchAsks(news, all, { similarity, isWordless: () => false })
    if (news.length > 0 && all.length > 0) calibration = recalibrate(calibration, keptOf(String(generation), all, met, calibration))
    const askedAt = new Map<Outstanding, number>()
    const times = new Map<Outstanding, number>()
    for (const { prediction, ask } of met) {
      times.set(prediction, (times.get(prediction) ?? 0) + 1)
      if (prediction.askedAt !== null || askedAt.has(prediction)) continue
      askedAt.set(prediction, ask.at)
      settle(prediction.arm, prediction.region, true, 1, now)
    }
    for (const [arm, rows] of out) {
      const left = rows.map((row) => ({ ...row, askedAt: row.askedAt ?? askedAt.get(row) ?? null, asks: row.asks + (times.get(row) ?? 0) }))
      for (const row of left) if (row.expiresAt < now && row.askedAt === null) settle(arm, row.region, false, 1, now)
      out.set(
        arm,
        left.filter(({ expiresAt }) => expiresAt >= now),
      )
    }
  }

  function note(arm: PredictionArm, predictions: readonly Prediction[], now: number): void {
    const before = out.get(arm) ?? []
    const { stays, changed, fresh, unasked } = turnOver(before, predictions, now, mostOutstanding)
    for (const { region, weight } of unasked) settle(arm, region, false, weight, now)
    const kept = before.filter(({ question }) => stays.has(question))
    const made = [...fresh].map(([question, { text, region, probability, expiresAt }]) => {
      return { arm, question, text, region, probability, madeAt: now, expiresAt, askedAt: null, asks: 0 }
    })
    out.set(arm, [...kept.map((row) => ({ ...row, probability: changed.get(row.question) ?? row.probability })), ...made])
  }

  function know(text: string, origin: QuestionOrigin, { probability, region }: Pick<Known, 'probability' | 'region'>): Known {
    const id = questionDigest(text) as string
    const known = questions.get(id)
    if (known !== undefined) {
      if (!known.origins.includes(origin)) known.origins.push(origin)
      return known
    }
    const made = { id, text, origins: [origin], region, probability, missed: 0 }
    questions.set(id, made)
    return made
  }

  return {
    async predict(inputs: PredictionInputs): Promise<Predicted> {
      const { now, asks, candidates } = inputs
      for (const { question, isMiss } of asks.slice(told))
        know(question, 'asked', { probability: 0.9, region: '' }).missed += isMiss ? 1 : 0
      await learn(inputs)
      generation += 1
      // What its document takes with it goes, unless somebody asked it.
      for (const [id, { origins }] of questions) if (origins.every((origin) => origin === 'structure')) questions.delete(id)
      for (const candidate of candidates) know(candidate.text, 'structure', candidate)
      const predictors = allPredictors()
      const random = repeatableRandom(generation)
      const names = predictors.map(({ name }) => name)
      const lists = new Map<string, readonly Prediction[]>()
      for (const { name, predict } of [...predictors, ...controls]) lists.set(name, await predict(inputs, mostOutstanding))
      await add([...lists.values()].flatMap((predictions) => predictions.map(({ text }) => text)))
      const proposed = new Map([...lists].map(([name, predictions]) => [name as QuestionOrigin, predictions.length]))
      const shares = budgetShares(yieldsAt(now), { predictors: names, total: mostOutstanding, proposed, random })
      const arms = [...lists].map(([name, predictions]) => {
        const share = shares.find(({ predictor }) => predictor === name)
        return { arm: name as PredictionArm, predictions: share === undefined ? predictions : predictions.slice(0, share.questions) }
      })
      for (const { arm, predictions } of levelled(arms)) {
        note(arm, predictions, now)
        if (!controls.some(({ name }) => name === arm)) for (const one of predictions) know(one.text, arm as QuestionOrigin, one)
      }
      const yields = yieldsAt(now)
      const ours = [...questions.values()]
        .map((question) => ({ ...question, chance: probabilityOf(question, yields) }))
        .sort((a, b) => b.chance - a.chance || b.missed - a.missed || b.probability - a.probability || (a.id < b.id ? -1 : 1))
      return {
        ours: ours.map(({ text }) => text),
        lists: new Map([...lists].map(([name, predictions]) => [name, predictions.map(({ text }) => text)])),
        shares,
      }
    },
  }
}

interface Known {
  readonly id: string
  readonly text: string
  readonly origins: QuestionOrigin[]
  readonly region: string
  readonly probability: number
  missed: number
}
