import type { WordVectors } from '../../spec/word-vectors.ts'
import type { FormWord, QuestionForm } from './question-form.ts'

/** How rare a stemmed word is in the scope, in [0, 1]; 1 where it occurs nowhere. */
export type RarityOf = (stem: string) => number

/** What two questions say that the other does not. */
export interface WordDifference {
  /** Share of each one's words, by rarity, that no word of the other means. */
  readonly preparedUnexplained: number
  readonly askedUnexplained: number
  /** The rarest word of either that no word of the other means, by rarity times how far the nearest meaning is. */
  readonly rarest: number
  /** Share of each one's words, by rarity, that the other has too. */
  readonly sharedOfPrepared: number
  readonly sharedOfAsked: number
  /** Words only one of them has, as stems. */
  readonly onlyPrepared: number
  readonly onlyAsked: number
  /** How well the words of both mean each other, common ones counted fully. */
  readonly similarity: number
}

/**
 * Aligns each word with its nearest meaning in the other question (the idea of BERTScore, Zhang et al. 2020, arXiv
 * 1904.09675, over static vectors): similar questions that differ in one telling word differ here.
 */
export function wordDifference(prepared: QuestionForm, asked: QuestionForm, rarity: RarityOf, words: WordVectors): WordDifference {
  const ofPrepared = side(prepared, asked, rarity, words)
  const ofAsked = side(asked, prepared, rarity, words)
  const total = ofPrepared.total + ofAsked.total
  return {
    preparedUnexplained: share(ofPrepared.unexplained, ofPrepared.total),
    askedUnexplained: share(ofAsked.unexplained, ofAsked.total),
    rarest: Math.max(ofPrepared.rarest, ofAsked.rarest),
    sharedOfPrepared: share(ofPrepared.shared, ofPrepared.total),
    sharedOfAsked: share(ofAsked.shared, ofAsked.total),
    onlyPrepared: ofPrepared.only,
    onlyAsked: ofAsked.only,
    similarity: 1 - share(ofPrepared.unexplained + ofAsked.unexplained, total),
  }
}

interface Side {
  readonly total: number
  readonly shared: number
  readonly unexplained: number
  readonly rarest: number
  readonly only: number
}

function side(own: QuestionForm, other: QuestionForm, rarity: RarityOf, words: WordVectors): Side {
  let [total, shared, unexplained, rarest, only] = [0, 0, 0, 0, 0]
  for (const one of own.content) {
    const weight = rarity(one.stem)
    total += weight
    if (other.content.some(({ stem }) => stem === one.stem)) {
      shared += weight
      continue
    }
    only += 1
    const open = weight * (1 - nearestMeaning(one, other.content, words))
    unexplained += open
    rarest = Math.max(rarest, open)
  }
  return { total, shared, unexplained, rarest, only }
}

function nearestMeaning({ word }: FormWord, others: readonly FormWord[], words: WordVectors): number {
  let best = 0
  for (const other of others) best = Math.max(best, words.similarity(word, other.word))
  return Math.min(1, best)
}

function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : part / whole
}
