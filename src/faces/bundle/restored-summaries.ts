import type { ClaimId, PassageId } from '../../spec/ids.ts'

/** What of a bundle's summaries is in this scope now. */
export interface RestoredSummaries {
  /** Claims by their number in the bundle. */
  readonly claims: ReadonlyMap<number, ClaimId>
  /** Passages of the files that are what they were where the bundle was made, by path, newline and version. */
  readonly passages: ReadonlyMap<string, PassageId>
  /** Paths of those files. */
  readonly files: ReadonlySet<string>
  /** Summaries taken over, those that were here already, and those whose files differ. */
  readonly held: number
  readonly kept: number
  readonly differ: number
}
