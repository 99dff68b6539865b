/** What one commit cost and did. */
export interface EditStep {
  readonly revision: number
  readonly subject: string
  /** The file edited, where the commit edits just one that was there. */
  readonly path: string | null
  readonly tokens: number
  readonly embeddings: number
  readonly ms: number
  /** Answers made again, and of those how many came out as they were. */
  readonly redone: number
  readonly redoneAlike: number
  readonly watchesFired: number
  /** Artefacts the change reached, by the rung it stopped at. */
  readonly rungs: Readonly<Record<string, number>>
}
