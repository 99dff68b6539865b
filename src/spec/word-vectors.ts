/** Meanings of single words, whatever embeds the questions: what tells "buy" and "purchase" from "buy" and "sell". */
export interface WordVectors {
  /** Changes with what the vectors are read from. */
  readonly name: string
  /** Cosine of two lower-case words, in [-1, 1]; 0 where either has no vector. */
  similarity(one: string, other: string): number
  /** Reads at once what comparing these words needs; without it each is read when it is first compared. */
  learn?(words: Iterable<string>): void
}
