import type { PredictionArm } from './predictor.ts'

/** What a predictor, or a control arm on paper, expected to be asked, and whether it was. */
export interface PredictionsTable {
  scope: string
  arm: PredictionArm
  /** Id of the question, as in `questions`; it need not be stored there. */
  question: string
  text: string
  region: string
  /** Probability of being asked before it expires, as the arm gave it. */
  probability: number
  made_at: number
  expires_at: number
  /** When an ask was first served from it or would have matched it, or null. */
  asked_at: number | null
  asks: number
}

/** What came of the predictions of one arm in a region; `''` is the whole scope. Counts decay, so they are no integers. */
export interface YieldsTable {
  scope: string
  predictor: PredictionArm
  region: string
  /** Predictions that were asked or ran out. */
  trials: number
  /** Of these, those that were asked. */
  credits: number
  /** When the counts were last decayed. */
  as_of: number
}

/** What one ask saved by being served something prepared. */
export interface SavingsTable {
  scope: string
  ask: string
  at: number
  /** YYYY-MM-DD in UTC. */
  day: string
  served: 'hit' | 'adapted'
  entry: string
  question: string
  /** JSON array of the question's origins. */
  predictors: string
  region: string
  /** Tokens a live answer would have been sent and have written, less what the ask spent. */
  tokens: number
  /** Micro-dollars saved, or null where the model's price is unknown. */
  micros: number | null
  /** Milliseconds saved against a live answer, estimated. */
  ms: number
}

/** Asks of a day: counted when they are recorded, and kept when their records go. */
export interface AskDaysTable {
  scope: string
  /** YYYY-MM-DD in UTC. */
  day: string
  asks: number
  /** Of these, those that something prepared answered. */
  hits: number
}

/**
 * An answer that a person approved or wrote: it outranks what is generated for its question. Its entry counts as approved
 * while the entry's body is this one; otherwise it stands on the review list.
 */
export interface ApprovalsTable {
  scope: string
  entry: string
  question: string
  question_text: string
  kind: 'approved' | 'edited'
  /** JSON AnswerBody as approved: kept when the entry goes stale. */
  body: string
  approved_at: number
}

/** Model calls sent together to be answered later, at a lower price. */
export interface BatchesTable {
  scope: string
  batch: string
  channel: string
  model: string
  /** The provider's own id, or null until it is submitted. */
  reference: string | null
  state: 'open' | 'submitted' | 'ended' | 'failed' | 'expired' | 'cancelled'
  made_at: number
  submitted_at: number | null
  expires_at: number | null
  reason: string
}

/** One call of a batch, by the digest of its request. */
export interface BatchCallsTable {
  scope: string
  call: string
  batch: string
  /** Ledger row that reserves it. */
  ledger: string
  /** JSON of the request as the provider's own client made it. */
  request: string
  /** JSON of the provider's response, or null. */
  response: string | null
  state: 'waiting' | 'answered' | 'failed' | 'expired' | 'used'
  reason: string
  at: number
}

/** How pre-answers of one recipe, model and effort compare with live ones. */
export interface EffortsTable {
  scope: string
  recipe: string
  model: string
  effort: string
  /** Pairs judged, and of these those where the pre-answer was worse or better. */
  checked: number
  worse: number
  better: number
  state: 'open' | 'withdrawn'
  reason: string
  at: number
}

/** How far a question was prepared short of a verified answer. */
export interface SpeculationsTable {
  scope: string
  policy: string
  question: string
  /** 0 its vector, 1 its evidence, 2 a draft. */
  level: 0 | 1 | 2
  /** JSON of the evidence found, of level 1; else null. */
  evidence: string | null
  /** Revision of the scope it was found at. */
  revision: number
  made_at: number
}
