import type { Generated } from 'kysely'

export interface RecordsTable {
  scope: string
  ask: string
  at: number
  question: string
  served: 'hit' | 'adapted' | 'live' | 'none'
  entry: string | null
  prepared_by: 'sleep' | 'ask' | 'person' | null
  /** Conversation or person, as the ask named it; null where it named none. */
  session: string | null
  /** JSON Answer as given. */
  answer: string
  /** JSON DecisionRecord. */
  decision: string
}

export interface LedgerTable {
  id: string
  scope: string
  at: number
  /** YYYY-MM-DD in UTC. */
  day: string
  /** Sleep run or ask that caused it. */
  cause: string
  side: 'sleep' | 'ask'
  purpose: string
  model: string
  state: 'reserved' | 'settled' | 'released'
  reserved_tokens: number
  /** Micro-dollars, or null where the price is unknown. */
  reserved_micros: number | null
  input_tokens: number
  cached_tokens: number
  output_tokens: number
  /** Part of the output that was reasoning, where the provider says so. */
  reasoning_tokens: Generated<number>
  micros: number | null
  channel: Generated<'direct' | 'flex' | 'batch'>
  /** Predictors of the question it was for, joined by `+`, or ''. */
  predictor: Generated<string>
  /** Region it was for, or ''. */
  region: Generated<string>
  /** Id of the question it prepared, or ''. */
  question: Generated<string>
}

export interface RunsTable {
  scope: string
  run: string
  kind: 'sleep' | 'sync'
  state: 'running' | 'done' | 'stopped' | 'failed'
  started_at: number
  ended_at: number | null
  /** JSON receipt. */
  receipt: string
}

export interface QuarantineTable {
  scope: string
  item: string
  stage: string
  reason: string
  attempts: number
  at: number
}

/** What was forgotten on request and must not come back by itself; a keyed hash, so that it does not say what it was. */
export interface TombstonesTable {
  scope: string
  hash: string
  /** A `folder` keeps out everything under it, now and later. */
  kind: 'path' | 'folder' | 'question'
  at: number
}

export interface LeasesTable {
  name: string
  holder: string
  /** Rises with every claim; commits of an older fence are refused. */
  fence: number
  expires_at: number
}
