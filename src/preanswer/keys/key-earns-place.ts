import type { KeyKind } from '../../spec/key-kind.ts'

/** Why a key is not kept. */
export type KeyRefusal =
  /** As near to another key of the same entry as no question tells apart. */
  | 'adds-nothing'
  /** As near to what another entry, answered differently, is prepared for as to its own. */
  | 'collides'
  /** As near to a near-miss of its own entry as to its question. */
  | 'near-miss'
  /** Nearer than its entry's own question to a question that the entry is known not to answer. */
  | 'costs-precision'
  /** A near-miss that the embedder takes for the question itself: it would speak against every paraphrase. */
  | 'indistinguishable'

export type KeyPlace = { readonly earns: true } | { readonly earns: false; readonly reason: KeyRefusal }

/** A question that the key's entry is known not to answer. */
export interface NegativeNearness {
  /** Cosine to the key. */
  readonly toKey: number
  /** Cosine to the entry's own question. */
  readonly toQuestion: number
}

export interface KeyCandidate {
  readonly kind: Extract<KeyKind, 'paraphrase' | 'near-miss'>
  /** Cosine to the entry's own question. */
  readonly toQuestion: number
  /** Greatest cosine to the entry's other positive keys, its question among them. */
  readonly toPositive: number
  /** Greatest cosine to the entry's near-misses; -1 where it has none. */
  readonly toNearMiss: number
  /** Greatest cosine to a positive key of an entry that is answered differently; -1 where there is none. */
  readonly toRival: number
  /** What was judged in the scope that the key is near to. */
  readonly negatives: readonly NegativeNearness[]
}

export const keyBounds = {
  /** From here on two keys match the same questions: the embedder's own noise is as large. */
  redundant: 0.97,
  /** A near-miss nearer than this to the question cannot be told from it. */
  indistinguishable: 0.985,
  /** A paraphrase as near as this to its question is no example to learn from: few words are changed, as in a near-miss. */
  plain: 0.93,
  /** Under this cosine a key draws few questions to its entry that its other keys do not. */
  considered: 0.72,
} as const

/**
 * Whether a key pays for itself. More keys raise coverage only where each is nearer to its own entry than to anything
 * else: on StackFAQ careless ones lower coverage at 99 % precision. A paraphrase must say something new, be nearer to its
 * own question than to rivals' keys and to known near-misses, and bring the entry nearer to no question it is known not to answer. A
 * near-miss must differ from the question, and stand where no rival's key stands already.
 */
export function keyEarnsPlace(key: KeyCandidate): KeyPlace {
  const { redundant, indistinguishable, considered } = keyBounds
  if (key.kind === 'near-miss') {
    if (key.toQuestion >= indistinguishable || key.toPositive >= indistinguishable) return refused('indistinguishable')
    return key.toNearMiss >= redundant || key.toRival >= redundant ? refused('adds-nothing') : { earns: true }
  }
  if (key.toPositive >= redundant) return refused('adds-nothing')
  if (key.toRival >= key.toQuestion) return refused('collides')
  if (key.toNearMiss >= key.toQuestion) return refused('near-miss')
  const misleads = key.negatives.some(({ toKey, toQuestion }) => toKey >= considered && toKey > toQuestion)
  return misleads ? refused('costs-precision') : { earns: true }
}

function refused(reason: KeyRefusal): KeyPlace {
  return { earns: false, reason }
}
