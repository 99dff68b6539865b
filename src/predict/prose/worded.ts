import type { DocumentNames } from '../../distil/prose/document-names.ts'
import type { Claim } from '../../spec/claim.ts'

/** A question worded from one claim, with how likely somebody asks it (0..1). */
export interface Worded {
  readonly text: string
  readonly probability: number
}

export interface WordingContext {
  readonly names: DocumentNames
  /** Heading path of the claim's first quote, in reading form. */
  readonly place: readonly string[]
  /** Words that the document uses in lower case: capitals at the start of a sentence make no names of them. */
  readonly lowerWords: ReadonlySet<string>
  /** The document shows code: a manual, not an article. */
  readonly isManual: boolean
}

/** Words the questions that one kind of claim answers; none where no good question comes of it. */
export type Wording = (claim: Claim, context: WordingContext) => readonly Worded[]
