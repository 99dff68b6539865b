import { nextTurn } from '../../corpus/next-turn.ts'
import { servedFrom } from './served-from.ts'

export interface Covering {
  readonly texts: readonly string[]
  /** Weight of each text, in their order. */
  readonly weights: readonly number[]
  readonly similarity: ((one: string, other: string) => number | null) | undefined
  readonly limit: number
}

/** One chosen text: its position, and the weight it stands for that no earlier choice did. */
export interface Chosen {
  readonly item: number
  readonly gain: number
}

/**
 * Similarity from which one text stands for another in part, and from which it does so wholly: below the first what is prepared
 * for one is not served for the other, so that calling them one question would leave the other without an answer.
 */
const partly = servedFrom
const wholly = 0.92
/** What a text stands for of one that is only just similar enough. */
const least = 0.3

/**
 * Chooses the texts that together stand for the most weight: the next is always the one that adds most, where a text
 * stands for itself and, the nearer the more, for those that ask nearly the same. Greedy is within 1 − 1/e of the best
 * choice (facility location: Nemhauser, Wolsey and Fisher 1978). Without vectors each text stands for itself alone.
 * Quadratic in the texts: bound them.
 */
export async function coverMeanings({ texts, weights, similarity, limit }: Covering): Promise<readonly Chosen[]> {
  const near: { readonly item: number; readonly share: number }[][] = texts.map((_, item) => [{ item, share: 1 }])
  if (similarity !== undefined) {
    for (const [item, text] of texts.entries()) {
      for (let other = 0; other < item; other++) {
        const share = shareOf(similarity(text, texts[other] ?? '') ?? 0)
        if (share === 0) continue
        near[item]?.push({ item: other, share })
        near[other]?.push({ item, share })
      }
      if (item % 50 === 49) await nextTurn()
    }
  }
  const covered = texts.map(() => 0)
  const gains = near.map((items) => items.reduce((total, { item, share }) => total + (weights[item] ?? 0) * share, 0))
  const chosen: Chosen[] = []
  while (chosen.length < limit) {
    let best = -1
    for (const [item, gain] of gains.entries()) if (gain > 1e-9 && (best === -1 || gain > (gains[best] ?? 0) + 1e-12)) best = item
    if (best === -1) break
    chosen.push({ item: best, gain: gains[best] ?? 0 })
    for (const { item, share } of near[best] ?? []) {
      const before = covered[item] ?? 0
      if (share <= before) continue
      covered[item] = share
      for (const { item: other, share: own } of near[item] ?? []) {
        const lost = Math.max(0, own - before) - Math.max(0, own - share)
        gains[other] = (gains[other] ?? 0) - (weights[item] ?? 0) * lost
      }
    }
  }
  return chosen
}

function shareOf(similarity: number): number {
  if (similarity < partly) return 0
  return Math.min(1, least + ((1 - least) * (similarity - partly)) / (wholly - partly))
}
