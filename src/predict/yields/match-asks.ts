import { nextTurn } from '../../corpus/next-turn.ts'
import { normaliseQuestion, questionDigest } from '../../spec/normalise-question.ts'
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
export const creditBar = 0.85

export interface MatchOptions {
  /** Cosine of two texts by their stored vectors; null where one has none. */
  readonly similarity: ((one: string, other: string) => number | null) | null
  /** Whether what a record holds of its question is no wording. */
  readonly isWordless: (question: string) => boolean
}

const together = 20

/**
 * Which predictions each ask was served from or would have matched: the same words, or the question that the entry served
 * was prepared for, or a likeness of at least {@link creditBar}. Only what was predicted before it and had not expired.
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
  const alike = new Map<string, readonly string[]>()
  const told: Told[] = []
  for (const [at, ask] of asks.entries()) {
    const matched = new Set<string>(ask.preparedFor === null ? [] : [ask.preparedFor])
    if (!isWordless(ask.question)) {
      matched.add(questionDigest(ask.question))
      if (similarity !== null) {
        const words = normaliseQuestion(ask.question)
        const near =
          alike.get(words) ?? texts.filter(({ text }) => (similarity(ask.question, text) ?? 0) >= creditBar).map(({ question }) => question)
        alike.set(words, near)
        for (const question of near) matched.add(question)
      }
    }
    for (const question of matched)
      for (const prediction of byQuestion.get(question) ?? [])
        if (prediction.madeAt <= ask.at && ask.at <= prediction.expiresAt) told.push({ prediction, ask })
    if (at % together === together - 1) await nextTurn()
  }
  return told
}
