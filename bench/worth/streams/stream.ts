/** Questions in the order they were asked, with the documents they were asked about. The same every time it is read. */
export interface Stream {
  /** Where the data has no times of its own, the name ends in how the order was made: `-zipf`, `-seeded`, `-replayed`. */
  readonly name: string
  /** One line: what it is, and what in it is not the data's own. */
  readonly about: string
  /** Oldest first. */
  readonly asks: readonly StreamAsk[]
  readonly documents: readonly StreamDocument[]
}

export interface StreamAsk {
  /** Epoch ms. */
  readonly at: number
  /** The conversation or person, or null where the data does not tell. */
  readonly session: string | null
  /** Standing by itself: a conversation's turn in the rewritten form that people gave it. */
  readonly question: string
  /** As it was typed, where that differs. */
  readonly typed?: string
  /** The document, intent or conversation it belongs to; `''` where unknown. */
  readonly region: string
  /** What was answered to it, or null where it was not. */
  readonly answer?: string | null
  readonly gold?: AskGold
}

/** What tells a right answer from a wrong one. */
export interface AskGold {
  /** An answer that holds any of these is right; empty: nothing in the documents answers it. */
  readonly answers: readonly string[]
  /** Asks of equal meaning want the same answer; null where none means the same. */
  readonly meaning: string | null
}

export interface StreamDocument {
  readonly id: string
  /** Markdown. */
  readonly text: string
  /** When it comes to exist, epoch ms; absent: it is there from the start. */
  readonly at?: number
  /** When it is taken away; absent: it stays. */
  readonly until?: number
}

/** A stream to be read from the folder of development data when wanted. */
export interface StreamSource {
  readonly name: string
  /** Throws where its file is missing. */
  read(folder: string): Stream
}
