import { holdsAnswer } from '../../reader/holds-answer.ts'
import type { AskGold, StreamAsk } from '../streams/stream.ts'

/** How one ask of a stream was served in one replay. */
export interface AskOutcome {
  readonly ask: StreamAsk
  /** Null where nothing was answered. */
  readonly text: string | null
  /** Served without a model having answered it now. */
  readonly isHit: boolean
  readonly inputTokens: number
  /** Of the prompt, read from the provider's cache. */
  readonly cachedTokens: number
  readonly outputTokens: number
  /** Whether it holds the gold answer, or says nothing where there is none; null where the data does not tell. */
  readonly isRight: boolean | null
}

/** Whether an answer is right by its gold; null where there is none. */
export function isRight(text: string | null, gold: AskGold | undefined): boolean | null {
  if (gold === undefined) return null
  if (gold.answers.length === 0) return text === null
  return text !== null && holdsAnswer(text, gold.answers)
}

/** An ask's outcome from what was answered and used. */
export function outcomeOf(
  ask: StreamAsk,
  text: string | null,
  used: { readonly isHit: boolean; readonly inputTokens: number; readonly cachedTokens?: number; readonly outputTokens: number },
): AskOutcome {
  return { ask, text, cachedTokens: 0, ...used, isRight: isRight(text, ask.gold) }
}
