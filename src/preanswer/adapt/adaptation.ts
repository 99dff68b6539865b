import type { AnswerBody, Spend } from '../../spec/answer.ts'
import type { ScoredUnit } from '../../spec/skills.ts'

/** A prepared answer near a question: what may be adapted, and from what. */
export interface NearAnswer {
  readonly id: string
  readonly preparedFor: string
  readonly body: AnswerBody
  /** Cosine of the question to the nearest key of it. */
  readonly similarity: number
  /** Document or folder its question was predicted from, as in `ReadRequest`. */
  readonly region?: string
}

/**
 * `sub-question`: a part of a longer answer. `other-parameter`: the same thing of a sibling its evidence names.
 * `joint`: two prepared answers to a question of two parts. `edited`: cut, joined or reworded by a model from its own quotes.
 */
export type AdaptationKind = 'sub-question' | 'other-parameter' | 'joint' | 'edited'

export interface AdaptationChange {
  readonly kind: AdaptationKind
  /** What was changed, in words: "narrowed to one sentence of the answer to …". */
  readonly what: string
}

export type Adapted =
  | {
      readonly kind: 'adapted'
      readonly body: AnswerBody
      /** The prepared answers it is made from, in the order of its parts. */
      readonly from: readonly NearAnswer[]
      readonly change: AdaptationChange
      readonly spend: Spend
    }
  | { readonly kind: 'none'; readonly reason: string; readonly spend: Spend }

/** An answer to one part of a question, as the match decision served it. */
export interface MatchedPart {
  readonly answer: NearAnswer
  /** What live retrieval brings for the part, best first. */
  readonly live: readonly ScoredUnit[]
}
