import type { Quote } from './claim.ts'
import type { AskId, EntryId } from './ids.ts'

/** `quotation`: one span. `several`: spans of several passages. `list`: a complete list. `prose`: written by a model, cited. */
export type AnswerShape = 'quotation' | 'several' | 'list' | 'prose'

/** What is stored and served: text and the quotes it rests on. */
export interface AnswerBody {
  readonly shape: AnswerShape
  readonly text: string
  readonly quotes: readonly Quote[]
  /** Things the reader must know with it ("2 passages differ"), else empty. */
  readonly notes: readonly string[]
}

/** A quotation resolved to its place when served. */
export interface Citation {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  readonly quote: string
}

export type Served = 'hit' | 'adapted' | 'live' | 'none'

export interface Freshness {
  readonly state: 'fresh' | 'soft-stale' | 'unchecked'
  readonly checkedAt: number
  /** What could not be checked in time, in words; absent when everything was. */
  readonly note?: string
}

export interface Timings {
  readonly totalMs: number
  readonly syncMs: number
  readonly embedMs: number
  readonly matchMs: number
  readonly freshMs: number
  readonly readMs: number
}

export interface Spend {
  readonly inputTokens: number
  readonly outputTokens: number
  /** US dollars, or null where the model's price is unknown. */
  readonly usd: number | null
}

/** How a served answer was made out of prepared ones that do not answer the question as they are. */
export interface Adaptation {
  /**
   * `sub-question`: a part of a longer answer. `other-parameter`: what its evidence says of a sibling. `joint`: two prepared
   * answers to a question of two parts. `edited`: cut, joined or reworded by a model from its own quotes.
   */
  readonly kind: 'sub-question' | 'other-parameter' | 'joint' | 'edited'
  /** What was changed, in words. */
  readonly what: string
  readonly from: readonly { readonly entry: EntryId; readonly preparedFor: string }[]
}

/** What `ask` resolves to; `ask --json` prints exactly this. */
export interface Answer {
  readonly id: AskId
  readonly question: string
  /** What it was rewritten to, from its conversation, to be looked up and answered; else null. */
  readonly standAlone: string | null
  readonly text: string
  readonly served: Served
  readonly preparedBy: 'sleep' | 'ask' | 'person' | null
  /** When a person approved or wrote what was served, epoch ms; null where none did. */
  readonly approvedAt: number | null
  readonly preparedAt: number | null
  readonly preparedFor: string | null
  /** Where it was `adapted`, from what and how; else null. */
  readonly adaptation: Adaptation | null
  readonly citations: readonly Citation[]
  readonly freshness: Freshness
  readonly timings: Timings
  /** Prompt tokens a live answer by a model would have been sent, counted, not spent; 0 unless it was a hit. */
  readonly savedTokens: number
  readonly model: string | null
  readonly spend: Spend
  readonly decision: DecisionSummary
}

/** Why an ask was served as it was; the whole record is read with `why`. */
export interface DecisionSummary {
  readonly reason: DecisionReason
  readonly detail: string
  readonly entry: EntryId | null
  /** Guards that fired, by name. */
  readonly guards: readonly string[]
}

export type DecisionReason =
  | 'exact'
  | 'near'
  | 'list'
  | 'adapted'
  | 'no-candidate'
  | 'below-bar'
  | 'margin'
  | 'guard'
  | 'reader-disagrees'
  | 'stale'
  | 'leans-on-conversation'
  | 'inlined-documents'
  | 'unknown-policy'
  | 'too-short'
  | 'absence'
  | 'nothing-answers'
  | 'not-approved'
  | 'ask-cap'
