import type { ModelPrice } from '../spec/ledger.ts'
import { dollarsOf, microsOf } from './money.ts'
import { usualCalls } from './usual-calls.ts'

/** What a sleep has before it. */
export interface SleepSize {
  /** Documents to distil and the characters in them. */
  readonly documents: number
  readonly characters: number
  /** Questions to answer ahead of time. */
  readonly questions: number
  /** Answers that further keys are worded for; absent: none. */
  readonly keyed?: { readonly answers: number /** Keys that each is judged by, at most. */; readonly keysEach: number }
}

export interface SleepEstimate {
  readonly calls: number
  readonly tokens: number
  /** Null where the price is unknown. */
  readonly usd: number | null
}

/** A guess before anything is known of the model: characters of a token, fixed prompt parts and usual answers, in tokens. */
const charactersPerToken = 3.8
const windowTokens = 6000
const distilling = { fixed: 660, answerShare: 0.25 }
const predicting = { fixed: 400, claimsShare: 0.25, answer: 700 }
const { reading, verifying, wording, matching } = usualCalls

/** Roughly what a first sleep with a model will send and receive: two calls a window, two a question; for an answer that keys are worded for one, and one a key. An estimate, not a cap. */
export function estimateSleep(
  { documents, characters, questions, keyed = { answers: 0, keysEach: 0 } }: SleepSize,
  price: ModelPrice | null,
): SleepEstimate {
  const text = characters / charactersPerToken
  const windows = documents === 0 ? 0 : Math.max(documents, Math.ceil(text / windowTokens))
  const judged = keyed.answers * keyed.keysEach
  const inputTokens = Math.round(
    text +
      windows * distilling.fixed +
      text * predicting.claimsShare +
      windows * predicting.fixed +
      questions * (reading.prompt + verifying.prompt) +
      keyed.answers * wording.prompt +
      judged * matching.prompt,
  )
  const outputTokens = Math.round(
    text * distilling.answerShare +
      windows * predicting.answer +
      questions * (reading.answer + verifying.answer) +
      keyed.answers * wording.answer +
      judged * matching.answer,
  )
  const usd = dollarsOf(microsOf(price, { inputTokens, cachedTokens: 0, outputTokens }))
  return { calls: 2 * windows + 2 * questions + keyed.answers + judged, tokens: inputTokens + outputTokens, usd }
}
