/** Kept at most; what is worth least goes first. */
export interface KeepLimit {
  readonly count?: number | undefined
  /** Since it was made or last used. */
  readonly days?: number | undefined
  /** 1,000,000 bytes, estimated from the texts' lengths. */
  readonly megabytes?: number | undefined
}

/** What is kept of each kind of thing that grows with use. */
export interface Retention {
  /** Prepared answers, answers filed by asks, and absences. */
  readonly answers: KeepLimit
  /** What answers are found by; the count is that of one policy. */
  readonly keys: KeepLimit
  /** Questions that no document gave and nothing prepared answers. */
  readonly questions: KeepLimit
  /** Records of asks. */
  readonly records: KeepLimit
}

/** Keys searched exactly in a moment; questions and records that a flood of asks must not pass. */
const usual: Retention = { answers: {}, keys: { count: 100_000 }, questions: { count: 20_000 }, records: { count: 200_000 } }

/** The limits as given, the usual ones where nothing was said. */
export function keepLimits(given: Partial<Retention> = {}): Retention {
  return {
    answers: { ...usual.answers, ...given.answers },
    keys: { ...usual.keys, ...given.keys },
    questions: { ...usual.questions, ...given.questions },
    records: { ...usual.records, ...given.records },
  }
}
