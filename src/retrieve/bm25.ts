/** Robertson's saturation of a term's count. */
const saturation = 1.2
/** How far length counts. 0.75, the usual value, favours short units too much where units are single sentences. */
const lengthWeight = 0.5
/** Tokens of a usual unit. A constant, so that scores of one unit do not move when others are added. */
const usualLength = 25

/** Weight of a term that occurs in `frequency` of `passages` passages (Robertson and Spärck Jones, never negative). */
export function inverseFrequency(passages: number, frequency: number): number {
  const known = Math.min(Math.max(frequency, 0), passages)
  return Math.log(1 + (passages - known + 0.5) / (known + 0.5))
}

/** What one occurrence count is worth in a unit of `length` tokens, before the term's weight: 0 to 2.2. */
export function termImpact(count: number, length: number): number {
  if (count <= 0) return 0
  return (count * (saturation + 1)) / (count + saturation * (1 - lengthWeight + (lengthWeight * length) / usualLength))
}

/** The most {@link termImpact} can be. */
export const highestImpact = saturation + 1

/** Okapi BM25 of one term in one unit: `count` occurrences among `length` tokens. */
export function termScore(count: number, length: number, weight: number): number {
  return weight * termImpact(count, length)
}
