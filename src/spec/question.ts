import type { ClaimId, DocumentId, PassageId, QuestionId } from './ids.ts'

/** Who may propose a question. */
export const questionOrigins = [
  'structure',
  'list',
  'model',
  'distillates',
  'corpus',
  'recurrence',
  'season',
  'transitions',
  'misses',
  'changes',
  'commits',
  'conversation',
  'history',
  'pinned',
  'asked',
] as const

/** Origins that repeat what people asked: a question of these alone is in their words. */
export const askedOrigins: ReadonlySet<QuestionOrigin> = new Set([
  'asked',
  'history',
  'misses',
  'recurrence',
  'season',
  'transitions',
  'conversation',
] satisfies QuestionOrigin[])

export type QuestionOrigin = (typeof questionOrigins)[number]

export interface QuestionDraft {
  /** Self-contained, as a person would type it. */
  readonly text: string
  readonly origin: QuestionOrigin
  /** Probability of being asked before its source changes, 0..1; only its order matters until it is learned. */
  readonly probability: number
  /** The document, folder or topic it belongs to, for reports and learning. */
  readonly region: string
  /** What is expected to answer it. Empty for misses. */
  readonly about: QuestionAim
}

/** What a predicted question is expected to be answered from. */
export type QuestionAim =
  | { readonly kind: 'claim'; readonly claims: readonly ClaimId[]; readonly passages: readonly PassageId[] }
  | { readonly kind: 'list'; readonly list: ListAim }
  | { readonly kind: 'unknown' }

/** A complete list over typed claims: of one document, one folder (`''` is the root) or one topic. */
export interface ListAim {
  readonly level: 'file' | 'module' | 'topic'
  /** Document id, folder path or topic id. */
  readonly subject: DocumentId | string
  readonly type: string
  /** Heading path that limits it further, or null. */
  readonly place: readonly string[] | null
}

export interface Question extends QuestionDraft {
  readonly id: QuestionId
}
