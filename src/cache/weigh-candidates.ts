import type { GuardFinding } from '../preanswer/guards/guard.ts'
import { type RunGuards, runGuards } from '../preanswer/guards/run-guards.ts'
import { quoteContext } from '../preanswer/reading/find-cited.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import type { LogisticModel } from './calibration/calibration.ts'
import { logisticProbability } from './calibration/score-logistic.ts'
import type { Entry } from './entry.ts'
import { type FeatureContext, matchFeatures } from './features/match-features.ts'
import type { QuestionForm } from './features/question-form.ts'
import { wordedLike } from './features/same-wording.ts'
import type { NearCandidate } from './near-candidates.ts'

/** An entry near a question, with all the decision goes by. */
export interface WeighedCandidate extends Pick<NearCandidate, 'preparedFor' | 'similarity' | 'margin' | 'nearMiss'> {
  readonly entry: Entry
  readonly guards: readonly GuardFinding[]
  /** In the order of `featureNames`. */
  readonly features: readonly number[]
  /** That its answer answers the question, by the calibration; 1 for the same words. */
  readonly probability: number
  /** Asked in the prepared words but for how they open. */
  readonly isSameWording: boolean
}

export interface WeighInput {
  readonly question: string
  readonly candidates: readonly (NearCandidate & { readonly of: Entry })[]
  /** What live retrieval brings for the question, best first. */
  readonly units: readonly ScoredUnit[]
  readonly model: LogisticModel
  readonly formOf: (text: string) => QuestionForm
  /** Those of whoever compares the questions again. */
  readonly guards?: RunGuards
  readonly context: FeatureContext
}

/** What the calibration thinks of each candidate, in their order. */
export function weighCandidates({
  question,
  candidates,
  units,
  model,
  formOf,
  guards: guardsOf = runGuards,
  context,
}: WeighInput): readonly WeighedCandidate[] {
  const asked = formOf(question)
  const isWordedLikeIt = wordedLike(question)
  const prepared = candidates.map(({ preparedFor }) => formOf(preparedFor))
  context.words.learn?.([asked, ...prepared].flatMap(({ content }) => content.map(({ word }) => word)))
  return candidates.map(({ of: entry, ...near }) => {
    const { preparedFor, similarity, margin, nearMiss } = near
    const isSameWording = isWordedLikeIt(preparedFor)
    const guards = isSameWording ? [] : guardsOf(question, preparedFor, quoteContext(entry.body.quotes, units))
    const view = { ...near, asked, prepared: formOf(preparedFor), evidence: evidenceOf(entry.body, units), guards }
    const features = matchFeatures(view, context)
    const probability = isSameWording ? 1 : logisticProbability(model, features)
    return { entry, preparedFor, similarity, margin, nearMiss, guards, features, probability, isSameWording }
  })
}

/**
 * Cosine of the question to the best unit of the cited passages and to the best of any other; a citation that was not found
 * is at most as near as the last that was. Null where the units have none.
 */
function evidenceOf({ quotes }: AnswerBody, units: readonly ScoredUnit[]): { readonly cited: number; readonly elsewhere: number } | null {
  let [cited, elsewhere, least] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const { passage, cosine } of units) {
    if (cosine === null) continue
    least = Math.min(least, cosine)
    if (quotes.some((quote) => quote.passage === passage)) cited = Math.max(cited, cosine)
    else elsewhere = Math.max(elsewhere, cosine)
  }
  if (least === Number.POSITIVE_INFINITY) return null
  return { cited: Math.max(cited, least), elsewhere: elsewhere === Number.NEGATIVE_INFINITY ? 0 : elsewhere }
}
