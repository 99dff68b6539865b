import type { ModelPrice } from '../spec/ledger.ts'
import { dollarsOf, microsOf } from './money.ts'
import { type UsualCall, usualCalls } from './usual-calls.ts'

/** What a sleep has before it. */
export interface SleepSize {
  /** Documents to distil and the characters in them. */
  readonly documents: number
  readonly characters: number
  /** Questions to answer ahead of time. */
  readonly questions: number
  /** Answers that further keys are worded for; absent: none. */
  readonly keyed?: { readonly answers: number /** Keys that each is judged by, at most. */; readonly keysEach: number }
  /** Folders and topics to distil, and those to word questions over; default 0. */
  readonly groups?: number
  readonly seeded?: number
  /** Prepared answers to compare with live ones, each judged both ways round, and served matches to check; default 0. */
  readonly compared?: number
  readonly checked?: number
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
const { reading, verifying, wording, matching, summing, seeding, comparing } = usualCalls

/**
 * Roughly what a sleep with a model will send and receive: two calls a window, two a question; for an answer that keys are
 * worded for one, and one a key; one a group distilled or asked about; three a comparison or check. An estimate, not a cap.
 */
export function estimateSleep(size: SleepSize, price: ModelPrice | null): SleepEstimate {
  const { documents, characters, questions, keyed = { answers: 0, keysEach: 0 }, groups = 0, seeded = 0, compared = 0, checked = 0 } = size
  const text = characters / charactersPerToken
  const windows = documents === 0 ? 0 : Math.max(documents, Math.ceil(text / windowTokens))
  const judged = keyed.answers * keyed.keysEach
  const calls: readonly (readonly [count: number, usual: UsualCall])[] = [
    [questions + compared + checked, reading],
    [questions + checked, verifying],
    [keyed.answers, wording],
    [judged + checked, matching],
    [groups, summing],
    [seeded, seeding],
    [2 * compared, comparing],
  ]
  const sum = (of: (usual: UsualCall) => number) => calls.reduce((total, [count, usual]) => total + count * of(usual), 0)
  const inputTokens = Math.round(
    text + windows * distilling.fixed + text * predicting.claimsShare + windows * predicting.fixed + sum(({ prompt }) => prompt),
  )
  const outputTokens = Math.round(text * distilling.answerShare + windows * predicting.answer + sum(({ answer }) => answer))
  const usd = dollarsOf(microsOf(price, { inputTokens, cachedTokens: 0, outputTokens }))
  return { calls: 2 * windows + sum(() => 1), tokens: inputTokens + outputTokens, usd }
}
