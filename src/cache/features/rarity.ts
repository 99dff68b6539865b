import { stem } from '../../retrieve/stem.ts'
import type { RarityOf } from './word-difference.ts'

const wordPattern = /[\p{L}\p{N}]+(?:[.'][\p{L}\p{N}]+)*/gu

/** How rare words are in a collection of texts, each counted once a text: 1 for a word of none, towards 0 for one of all. */
export function rarityOver(texts: Iterable<string>): RarityOf {
  const holding = new Map<string, number>()
  let count = 0
  for (const text of texts) {
    count += 1
    for (const word of new Set((text.toLowerCase().match(wordPattern) ?? []).map(stem))) holding.set(word, (holding.get(word) ?? 0) + 1)
  }
  return rarityOf(count, (word) => holding.get(word) ?? 0)
}

/** The same from counts: how many of `total` texts hold a stemmed word. */
export function rarityOf(total: number, holding: (stem: string) => number): RarityOf {
  const most = Math.log(1 + total)
  return (word) => (most === 0 ? 1 : Math.log(1 + total / (1 + holding(word))) / most)
}
