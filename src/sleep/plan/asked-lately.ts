import { storedVectors } from '../../retrieve/stored-vectors.ts'
import { isWordless } from '../../spec/asked-words.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { Store } from '../../spec/store.ts'
import { unitVector } from './unit-vector.ts'

/** An ask of late, as far as plans look at it. */
export interface AskedLately {
  /** Epoch ms. */
  readonly at: number
  /** Its words, normalised, or their hash; '' where neither is kept. */
  readonly words: string
  /** Of length 1; null where none is stored. */
  readonly vector: Float32Array | null
  /** Answered from something prepared. */
  readonly isHit: boolean
}

/** Asks looked at, the last ones: every pair of them is compared. */
const most = 600

/** The asks since a time (epoch ms), newest first. */
export async function askedLately(
  store: Pick<Store, 'read'>,
  scope: ScopeId,
  { since, embedder }: { readonly since: number; readonly embedder: string },
): Promise<readonly AskedLately[]> {
  const rows = await store.read
    .selectFrom('records')
    .select(['at', 'question', 'served'])
    .where('scope', '=', scope)
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .orderBy('ask')
    .limit(most)
    .execute()
  const worded = rows.flatMap(({ question }) => (isWordless(question) ? [] : [keyVectorDigest(question)]))
  const vectors = await storedVectors(store.read, scope, embedder, [...new Set(worded)])
  return rows.map(({ at, question, served }) => {
    const stored = isWordless(question) ? undefined : vectors.get(keyVectorDigest(question))
    return {
      at,
      words: isWordless(question) ? question : normaliseQuestion(question),
      vector: stored === undefined ? null : unitVector(stored),
      isHit: served === 'hit' || served === 'adapted',
    }
  })
}

/** Cosine from which on two asks count as the same need: nearer than most pairs that are answered differently. */
const sameNeed = 0.9

/** Part of the asks that read like an earlier one where nothing recurs: conversations ask alike of different things. */
const alikeByChance = 0.1

/** How many of the asks came again beyond those that do so by chance. What sleeping could have spared, read off history at no cost. */
export function recurringBeyondChance(asks: readonly AskedLately[]): number {
  return Math.max(0, recurringAmong(asks) - alikeByChance * asks.length)
}

/**
 * How many of the asks came again: in the words of an earlier one, all but in its words, or answered from something prepared.
 */
export function recurringAmong(asks: readonly AskedLately[]): number {
  return asks.filter(({ words, vector, isHit }, at) => {
    if (isHit) return true
    const isSame = (earlier: AskedLately): boolean =>
      (words !== '' && earlier.words === words) || (vector !== null && earlier.vector !== null && dot(vector, earlier.vector) >= sameNeed)
    return asks.some((earlier, place) => place > at && isSame(earlier))
  }).length
}

/** Cosine of two vectors of length 1. */
export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}
