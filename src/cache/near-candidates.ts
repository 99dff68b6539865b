import type { KeyKind } from '../spec/key-kind.ts'

/** A key near a question, and how its entry is answered. */
export interface NearKey {
  readonly entry: string
  /** Equal for entries answered alike. */
  readonly alike: string
  readonly text: string
  readonly kind: KeyKind
  /** Cosine. */
  readonly similarity: number
}

/** An entry near a question, by its nearest key. */
export interface NearCandidate {
  readonly entry: string
  readonly alike: string
  /** Text of its nearest key. */
  readonly preparedFor: string
  readonly similarity: number
  /** How far the nearest differently answered entry is behind it, below 0 where it is ahead; null where none is near. */
  readonly margin: number | null
  /** How far the nearest other entry is behind it, however answered; null where none is near. */
  readonly lead: number | null
  /** Share of the nearest keys that lead to this answer. */
  readonly agreement: number
  /** Cosine of the nearest question it is known not to answer, or null. */
  readonly nearMiss: number | null
}

/** Keys that vote on the agreement. */
const voters = 8

/** The entries behind the nearest keys, nearest first. Keys of near-misses lead to none and speak against their own. */
export function nearCandidates(keys: readonly NearKey[]): readonly NearCandidate[] {
  const ways = keys.filter((key) => key.kind !== 'near-miss').sort((a, b) => b.similarity - a.similarity || (a.entry < b.entry ? -1 : 1))
  const first = new Map<string, NearKey>()
  for (const key of ways) if (!first.has(key.entry)) first.set(key.entry, key)
  const voting = ways.slice(0, voters)
  return [...first.values()].map((key) => {
    const rival = ways.find((other) => other.alike !== key.alike)
    const next = ways.find((other) => other.entry !== key.entry)
    const misses = keys.filter((other) => other.kind === 'near-miss' && other.entry === key.entry).map((other) => other.similarity)
    return {
      entry: key.entry,
      alike: key.alike,
      preparedFor: key.text,
      similarity: key.similarity,
      margin: rival === undefined ? null : key.similarity - rival.similarity,
      lead: next === undefined ? null : key.similarity - next.similarity,
      agreement: voting.filter((other) => other.alike === key.alike).length / voting.length,
      nearMiss: misses.length === 0 ? null : Math.max(...misses),
    }
  })
}
