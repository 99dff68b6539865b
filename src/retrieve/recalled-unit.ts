import type { ScoredUnit } from '../spec/skills.ts'

/** One unit that a search brought, by where it stands: enough to give it back while nothing has changed. */
export interface RecalledUnit {
  readonly passage: string
  readonly version: string
  /** UTF-16 offsets in the passage's text. */
  readonly span: readonly [number, number]
  readonly score: number
  readonly cosine: number | null
  readonly bm25: number
}

/** What is kept of the units of a search, in their order. */
export function recallable(units: readonly ScoredUnit[]): readonly RecalledUnit[] {
  return units.map(({ passage, version, start, end, score, cosine, bm25 }) => {
    return { passage, version, span: [start, end], score, cosine, bm25 }
  })
}
