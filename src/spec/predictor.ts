import type { PassageId } from './ids.ts'
import type { QuestionDraft, QuestionOrigin } from './question.ts'

/** What is known by now and a prediction may use; nothing in it is later than `now`. */
export interface PredictionInputs {
  /** Epoch ms. */
  readonly now: number
  /** What was asked, oldest first; the newest {@link mostAsks} at most. */
  readonly asks: readonly PastAsk[]
  /** What changed in the sources, newest first. */
  readonly changes: readonly SourceChange[]
  /** Commits of the repository the folder is in, newest first; empty without one. */
  readonly commits: readonly Commit[]
  /** Questions the documents themselves give rise to, by structure, lists and a model: the pool that is drawn from. */
  readonly candidates: readonly QuestionDraft[]
  readonly pinned: readonly string[]
  /** Turns of conversations that are not over, newest conversation first. */
  readonly conversations: readonly OpenConversation[]
  /** Cosine similarity of two questions by their stored vectors, or null where one has none. */
  readonly similarity?: (one: string, other: string) => number | null
}

export const mostAsks = 20_000

export interface PastAsk {
  readonly at: number
  readonly question: string
  /** Asks of one conversation or person; null where unknown. */
  readonly session: string | null
  /** Whether something prepared answered it. */
  readonly isMiss: boolean
  /** Region of what answered it, or ''. */
  readonly region: string
}

export interface SourceChange {
  readonly at: number
  readonly path: string
  readonly title: string | null
  readonly isNew: boolean
  readonly passages: readonly PassageId[]
}

export interface Commit {
  readonly at: number
  readonly id: string
  /** First line of the message. */
  readonly subject: string
  readonly paths: readonly string[]
  /** Names of functions, classes and headings its hunks lie in. */
  readonly symbols: readonly string[]
}

export interface OpenConversation {
  readonly session: string
  readonly at: number
  /** Questions so far, oldest first. */
  readonly questions: readonly string[]
}

/** A question somebody may ask soon. */
export interface Prediction extends QuestionDraft {
  /** Epoch ms after which it counts as not asked. */
  readonly expiresAt: number
}

/** Proposes questions from what is known; deterministic for the same inputs. */
export interface Predictor {
  readonly name: QuestionOrigin
  /** At most `limit`, most probable first. Without what it works from it proposes nothing. */
  predict(inputs: PredictionInputs, limit: number): Promise<readonly Prediction[]>
}

/** Predictions are compared with what would have been predicted without learning anything; these are never answered. */
export type ControlArm = 'blind' | 'recency' | 'frequency'

export type PredictionArm = QuestionOrigin | ControlArm
