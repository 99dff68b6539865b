/** What somebody says of an answer they were given. */
export interface FeedbackRequest {
  /** The ask's id; a unique prefix is enough. */
  readonly ask: string
  readonly verdict: 'right' | 'wrong'
  /** Why, in words; kept with the record of the ask. At most 2,000 characters. */
  readonly note?: string
}

/** What a verdict did, once it is committed. */
export interface FeedbackReceipt {
  readonly ask: string
  readonly question: string
  readonly verdict: 'right' | 'wrong'
  readonly served: 'hit' | 'adapted' | 'live' | 'none'
  /** The entry judged, or null where nothing prepared was served or filed. */
  readonly entry: string | null
  /** The question it was prepared for; null where it was read live. */
  readonly preparedFor: string | null
  /** What became of it among the labels; `none` where there is nothing to learn or to block. */
  readonly label: 'added' | 'replaced' | 'unchanged' | 'none'
  /** Whether this answer is kept from being served to this question from now on. */
  readonly blocked: boolean
  /** The gate that near matches of such questions pass: a closed one first, that of all questions where both are. */
  readonly gate: { readonly class: string; readonly state: 'open' | 'closed'; readonly reason: string }
  /** What happens next, in a sentence. */
  readonly next: string
}
