/** Tokens of a call. */
export interface UsualCall {
  readonly prompt: number
  readonly answer: number
}

/** What calls usually take, in tokens, before anything is known of the model and the texts. */
export const usualCalls = {
  reading: { prompt: 1800, answer: 90 },
  verifying: { prompt: 900, answer: 120 },
  matching: { prompt: 600, answer: 60 },
  wording: { prompt: 1000, answer: 350 },
  editing: { prompt: 700, answer: 150 },
  rewriting: { prompt: 600, answer: 50 },
  summing: { prompt: 2000, answer: 250 },
  seeding: { prompt: 800, answer: 350 },
  comparing: { prompt: 900, answer: 80 },
} as const satisfies Readonly<Record<string, UsualCall>>
