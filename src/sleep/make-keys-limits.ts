import type { Skill } from '../spec/skills.ts'

/** How much one sleep does for keys; the rest is owed to the next. */
export interface KeyLimits {
  readonly entries: number
  /** Asks of an entry's question, from which on it gets keys; absent: all do. */
  readonly leastAsked?: number
  /** In all, beside those that were missed or pinned; null for no end. */
  readonly unmissed: number | null
  /** New vectors: each costs the default embedder 12 to 26 ms. */
  readonly vectors: number
  /** Keys embedded an entry. */
  readonly paraphrases: number
  readonly nearMisses: number
}

export const keyLimits: { readonly extractive: KeyLimits; readonly generative: KeyLimits } = {
  extractive: { entries: 60, unmissed: 60, vectors: 250, paraphrases: 4, nearMisses: 2 },
  generative: { entries: 40, unmissed: null, vectors: 400, paraphrases: 6, nearMisses: 4 },
}

/** What one sleep with these skills does. */
export function limitsOf(writer: Skill, verifier: Skill): KeyLimits {
  return writer.model === null && verifier.model === null ? keyLimits.extractive : keyLimits.generative
}
