import { type Digest, digest } from '../../spec/digest.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { LabelSource } from '../calibration/calibration.ts'

/** Sources of what a scope itself learned; public pairs come with the prior and are never stored. */
export type StoredLabelSource = Exclude<LabelSource, 'public'>

/** Whether an entry's answer also answers a question: one row of `labels`. */
export interface MatchJudgement {
  readonly entry: string
  /** Digest of the answer judged, as in `entries`; '' where it is not known any more. */
  readonly alike: string
  /** The question asked or made. */
  readonly question: string
  /** The entry's own question. */
  readonly preparedFor: string
  readonly same: boolean
  readonly source: StoredLabelSource
  /** In the order of the features of `recipe`; null where none were kept: nothing is fitted on it then. */
  readonly features: readonly number[] | null
  /** Version of the features, '' where there are none, {@link byQuotationAlone} for what is counted and is no evidence. */
  readonly recipe: string
  /** Whether people were served it. */
  readonly served: boolean
  readonly ask: string | null
  /** Epoch ms. */
  readonly at: number
}

/**
 * In place of the features' version: the live reader quoted the same, and nothing but quotations was compared. It does so
 * for many wrong answers, too. Such a check is in the count that wrong ones are a share of, and shows nothing by itself.
 */
export const byQuotationAlone = 'by quotation alone'

/** One judgement a source, entry and question in whatever spelling: a later one replaces it. */
export function labelId({ source, entry, question }: Pick<MatchJudgement, 'source' | 'entry' | 'question'>): Digest {
  return digest('label', source, entry, normaliseQuestion(question))
}
