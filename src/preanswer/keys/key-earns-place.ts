import type { KeyKind } from '../../spec/key-kind.ts'

/** Why a key is not kept. */
export type KeyRefusal =
  /** As near to another key of the same entry as no question tells apart. */
  | 'adds-nothing'
  /** As near to what another entry, answered differently, is prepared for as to its own. */
  | 'collides'
  /** As near to a near-miss of its own entry as to its question. */
  | 'near-miss'
  /** It would bring a question that is labelled to the wrong answer. */
  | 'costs-precision'
  /** A near-miss that the embedder takes for the question itself: it would speak against every paraphrase. */
  | 'indistinguishable'

export type KeyPlace = { readonly earns: true } | { readonly earns: false; readonly reason: KeyRefusal }

/** A question whose answer is known, and how near it is to what decides between the entries. */
export interface LabelledNearness {
  /** Whether the key's entry answers it. */
  readonly same: boolean
  /** Cosine to the key. */
  readonly toKey: number
  /** Cosine to the entry's nearest positive key so far. */
  readonly toOwn: number
  /** Cosine to the nearest positive key of any entry that is answered differently. */
  readonly toRival: number
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
  /** Labels of the scope that the key is near enough to matter for. */
  readonly labels: readonly LabelledNearness[]
}

export const keyBounds = {
  /** From here on two keys match the same questions: the embedder's own noise is as large. */
  redundant: 0.97,
  /** A near-miss nearer than this to the question cannot be told from it. */
  indistinguishable: 0.985,
  /** Least cosine at which a match is considered at all. */
  considered: 0.72,
} as const

/**
 * Whether a key pays for itself. More keys raise coverage only where each is nearer to its own entry than to anything
 * else: on StackFAQ careless ones lower coverage at 99 % precision. A paraphrase must say something new, be nearer to its
 * own question than to rivals' keys and to known near-misses, and bring no labelled question to a wrong answer. A
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
  const misleads = key.labels.some(({ same, toKey, toOwn, toRival }) => !same && toKey >= considered && toKey > toOwn && toKey >= toRival)
  return misleads ? refused('costs-precision') : { earns: true }
}

function refused(reason: KeyRefusal): KeyPlace {
  return { earns: false, reason }
}
