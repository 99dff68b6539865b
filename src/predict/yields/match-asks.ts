import { nextTurn } from '../../corpus/next-turn.ts'
import { normaliseQuestion, questionDigest } from '../../spec/normalise-question.ts'
import type { PredictionArm } from '../../spec/predictor.ts'
import { servedFrom } from '../predictors/served-from.ts'
import type { Outstanding } from './outstanding.ts'

/** An ask as it is told to those who predicted it. */
export interface AskedOnce {
  readonly at: number
  /** As recorded: its words, their hash, or ''. */
  readonly question: string
  /** Id of the question that what was served is prepared for, or null. */
  readonly preparedFor: string | null
}

/** What an ask did to predictions. */
export interface Told {
  readonly prediction: Outstanding
  readonly ask: AskedOnce
}

/**
 * Cosine from which on an ask would have been served what was predicted. As near as the match decision serves most
 * rephrasings from; beyond a prediction's own words this is a likeness, no proof, and it is the same for every arm.
 */
export const creditBar: number = servedFrom

type Similarity = (one: string, other: string) => number | null

export interface MatchOptions {
  /** Cosine of two texts by their stored vectors; null where one has none. */
  readonly similarity: Similarity | null
  /** Whether what a record holds of its question is no wording. */
  readonly isWordless: (question: string) => boolean
}

const together = 20

interface Near {
  readonly question: string
  readonly cosine: number
}

/** Nearer than any cosine. */
const sameWords = 3
const served = 2

/**
 * Which predictions each ask was served from or would have matched: the same words, or the question that the entry served
 * was prepared for, or a likeness of at least {@link creditBar}. Only what was predicted before it and had not expired.
 * Of each arm the nearest one alone: one answer serves an ask, so that an arm earns nothing by predicting it in ten wordings.
 */
export async function matchAsks(
  asks: readonly AskedOnce[],
  predictions: readonly Outstanding[],
  { similarity, isWordless }: MatchOptions,
): Promise<readonly Told[]> {
  const byQuestion = new Map<string, Outstanding[]>()
  for (const prediction of predictions) {
    const known = byQuestion.get(prediction.question)
    if (known === undefined) byQuestion.set(prediction.question, [prediction])
    else known.push(prediction)
  }
  const texts = [...byQuestion].map(([question, [first]]) => ({ question, text: first?.text ?? '' }))
  const alike = new Map<string, readonly Near[]>()
  const told: Told[] = []
  for (const [at, ask] of asks.entries()) {
    const matched = new Map<string, number>()
    if (!isWordless(ask.question)) {
      if (similarity !== null) {
        const words = normaliseQuestion(ask.question)
        const near = alike.get(words) ?? nearTo(ask.question, texts, similarity)
        alike.set(words, near)
        for (const { question, cosine } of near) matched.set(question, cosine)
      }
      matched.set(questionDigest(ask.question), sameWords)
    }
    if (ask.preparedFor !== null) matched.set(ask.preparedFor, Math.max(served, matched.get(ask.preparedFor) ?? 0))
    const nearest = new Map<PredictionArm, { readonly prediction: Outstanding; readonly by: number }>()
    for (const [question, by] of matched)
      for (const prediction of byQuestion.get(question) ?? []) {
        if (prediction.madeAt > ask.at || ask.at > prediction.expiresAt) continue
        const known = nearest.get(prediction.arm)
        if (known === undefined || by > known.by || (by === known.by && question < known.prediction.question))
          nearest.set(prediction.arm, { prediction, by })
      }
    for (const { prediction } of nearest.values()) told.push({ prediction, ask })
    if (at % together === together - 1) await nextTurn()
  }
  return told
}

function nearTo(
  asked: string,
  texts: readonly { readonly question: string; readonly text: string }[],
  similarity: Similarity,
): readonly Near[] {
  return texts.flatMap(({ question, text }) => {
    const cosine = similarity(asked, text) ?? 0
    return cosine >= creditBar ? [{ question, cosine }] : []
  })
}
